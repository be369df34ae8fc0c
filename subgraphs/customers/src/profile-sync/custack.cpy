      *> What became of a file of profiles: out/CUSTACK.<batch id>.<n>.dat
       01 CUSTACK-HEADER.
          05 REC-TYPE       PIC X.
          05 FILE-ID        PIC X(8).
          05 TENANT-ID      PIC X(36).
          05 BATCH-ID       PIC X(32).
          05 BATCH-SEQ      PIC S9(9) COMP.
          05 RETURN-CODE    PIC 9(4).
          05 REASON         PIC X(80).
          05 RECORD-COUNT   PIC 9(9).
          05 FILLER         PIC X(326).
       01 CUSTACK-RESULT.
          05 REC-TYPE       PIC X.
          05 CUSTOMER-KEY   PIC X(36).
          05 RESULT-CODE    PIC 9(4).
          05 STORED-VER     PIC S9(9) COMP.
          05 STORED-HASH    PIC X(64).
          05 REJECT-FIELD   PIC X(16).
          05 REASON         PIC X(80).
          05 FILLER         PIC X(295).
       01 CUSTACK-TRAILER.
          05 REC-TYPE       PIC X.
          05 BATCH-ID       PIC X(32).
          05 RECORD-COUNT   PIC 9(9).
          05 CRC            PIC X(8).
          05 FILLER         PIC X(450).
