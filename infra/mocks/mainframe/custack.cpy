      *> What became of a batch: out/CUSTACK.<batch id>.<n>.dat
      *> RECFM=FB, LRECL=500, code page 037.
      *> One header, with return code 0 or 4 one result for each detail
      *> in the order of the batch, one trailer.
       01  CUSTACK-HEADER.
           05  REC-TYPE      PIC X.             *> 'A'
           05  FILE-ID       PIC X(8).          *> 'CUSTACK '
           05  TENANT-ID     PIC X(36).
           05  BATCH-ID      PIC X(32).
           05  BATCH-SEQ     PIC S9(9) COMP.
           05  RETURN-CODE   PIC 9(4).          *> 0, 4, 8, 12
           05  REASON        PIC X(80).
           05  RECORD-COUNT  PIC 9(9).          *> result records
           05  FILLER        PIC X(326).

       01  CUSTACK-RESULT.
           05  REC-TYPE      PIC X.             *> 'R'
           05  CUSTOMER-KEY  PIC X(36).
           05  RESULT-CODE   PIC 9(4).          *> 0 stored, 4 rejected
           05  STORED-VER    PIC S9(9) COMP.    *> 0 nothing stored
           05  STORED-HASH   PIC X(64).         *> SHA-256 of the record
           05  REJECT-FIELD  PIC X(16).
           05  REASON        PIC X(80).
           05  FILLER        PIC X(295).

       01  CUSTACK-TRAILER.
           05  REC-TYPE      PIC X.             *> 'T'
           05  BATCH-ID      PIC X(32).
           05  RECORD-COUNT  PIC 9(9).
           05  CRC           PIC X(8).          *> CRC-32 of all before
           05  FILLER        PIC X(450).
