-- Texts that are searched by their beginning are sorted by code point, whatever collation the database has.
alter table customers
  alter column name_sort type text collate "C",
  alter column email_norm type text collate "C",
  alter column phone type text collate "C";
create index customers_by_phone on customers (tenant_id, phone) where phone is not null;
create index addresses_default_by_country on addresses (tenant_id, country_code, customer_id) where is_default;
