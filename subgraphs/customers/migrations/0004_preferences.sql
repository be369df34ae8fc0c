-- How a customer wants to be talked to; a customer without a row never said.
create table customer_preferences (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  customer_id uuid not null,
  -- BCP 47 in its canonical form. Sorted by code point: a language is the beginning of its locales.
  locale text collate "C" check (char_length(locale) between 2 and 35),
  -- Name of the IANA database.
  time_zone text check (char_length(time_zone) between 1 and 64),
  preferred_currency text check (preferred_currency ~ '^[A-Z]{3}$'),
  marketing_channels text[] not null check (marketing_channels <@ array['EMAIL', 'SMS', 'PUSH', 'POST']),
  version integer not null check (version >= 1),
  updated_at timestamptz(3) not null,
  primary key (tenant_id, customer_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index customer_preferences_by_locale on customer_preferences (tenant_id, locale, customer_id) where locale is not null;
select platform.isolate('customer_preferences', app => 'select, insert, update');
