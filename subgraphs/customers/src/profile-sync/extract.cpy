      *> What is stored for a tenant: requests/EXTRACT.<request id>.dat, answered as out/EXTRACT.<request id>.dat
       01 EXTRACT-REQUEST.
          05 REC-TYPE       PIC X.
          05 FILE-ID        PIC X(8).
          05 TENANT-ID      PIC X(36).
          05 REQUEST-ID     PIC X(32).
          05 FILLER         PIC X(423).
       01 EXTRACT-HEADER.
          05 REC-TYPE       PIC X.
          05 FILE-ID        PIC X(8).
          05 TENANT-ID      PIC X(36).
          05 REQUEST-ID     PIC X(32).
          05 FILLER         PIC X(423).
       01 EXTRACT-RECORD.
          05 REC-TYPE       PIC X.
          05 CUSTOMER-KEY   PIC X(36).
          05 STORED-VER     PIC S9(9) COMP.
          05 STORED-HASH    PIC X(64).
          05 FILLER         PIC X(395).
       01 EXTRACT-TRAILER.
          05 REC-TYPE       PIC X.
          05 REQUEST-ID     PIC X(32).
          05 RECORD-COUNT   PIC 9(9).
          05 CRC            PIC X(8).
          05 FILLER         PIC X(450).
