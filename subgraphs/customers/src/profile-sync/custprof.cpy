      *> Profiles for the mainframe: in/CUSTPROF.<batch id>.dat
      *> RECFM=FB, LRECL=500, code page 037.
       01 CUSTPROF-HEADER.
          05 REC-TYPE       PIC X.
          05 FILE-ID        PIC X(8).
          05 TENANT-ID      PIC X(36).
          05 BATCH-ID       PIC X(32).
          05 BATCH-SEQ      PIC S9(9) COMP.
          05 BUSINESS-DATE  PIC 9(8).
          05 CREATED-AT     PIC 9(14).
          05 FILLER         PIC X(397).
       01 CUSTPROF-DETAIL.
          05 REC-TYPE       PIC X.
          05 CUSTOMER-KEY   PIC X(36).
          05 PROFILE-VER    PIC S9(9) COMP.
          05 CUST-STATUS    PIC X.
          05 CUST-NAME      PIC X(100).
          05 CUST-EMAIL     PIC X(140).
          05 CUST-PHONE     PIC X(16).
          05 ADDR-LINE1     PIC X(50).
          05 ADDR-LINE2     PIC X(50).
          05 ADDR-CITY      PIC X(40).
          05 ADDR-POSTCODE  PIC X(12).
          05 ADDR-COUNTRY   PIC X(2).
          05 CREDIT-LIMIT   PIC S9(9)V99 COMP-3.
          05 SINCE-DATE     PIC 9(8).
          05 FILLER         PIC X(34).
       01 CUSTPROF-TRAILER.
          05 REC-TYPE       PIC X.
          05 BATCH-ID       PIC X(32).
          05 DETAIL-COUNT   PIC 9(9).
          05 VERSION-TOTAL  PIC S9(15) COMP-3.
          05 CRC            PIC X(8).
          05 FILLER         PIC X(442).
