-- Whoever buys from a tenant. `version` counts the changes of profile and addresses.
create table customers (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 100),
  -- What lists sort by: the name without case and accents.
  name_sort text not null,
  email text check (char_length(email) between 3 and 254),
  -- What makes e-mail addresses the same: trimmed, NFC, lower case.
  email_norm text,
  phone text check (phone ~ '^\+[1-9][0-9]{1,14}$'),
  version integer not null check (version >= 1),
  -- The customer's key in the system it was imported from.
  import_key text check (char_length(import_key) between 1 and 100),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, id),
  constraint customers_email_once unique (tenant_id, email_norm),
  constraint customers_import_key_once unique (tenant_id, import_key),
  check ((email is null) = (email_norm is null))
);
create index customers_by_created_at on customers (tenant_id, created_at, id);
create index customers_by_name on customers (tenant_id, name_sort, id);
select platform.isolate('customers');

create table addresses (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  customer_id uuid not null,
  line1 text not null check (char_length(line1) between 1 and 100),
  line2 text check (char_length(line2) between 1 and 100),
  city text not null check (char_length(city) between 1 and 100),
  region text check (char_length(region) between 1 and 100),
  postal_code text check (char_length(postal_code) between 1 and 20),
  country_code text not null check (country_code ~ '^[A-Z]{2}$'),
  is_default boolean not null,
  created_at timestamptz(3) not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index addresses_of_customer on addresses (tenant_id, customer_id, id);
create unique index addresses_one_default on addresses (tenant_id, customer_id) where is_default;
select platform.isolate('addresses');

-- Which customer an identity provider's subject is: at most one subject per provider and customer.
create table customer_identities (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  issuer text not null check (char_length(issuer) between 1 and 500),
  subject text not null check (char_length(subject) between 1 and 255),
  customer_id uuid not null,
  linked_at timestamptz(3) not null,
  primary key (tenant_id, issuer, subject),
  unique (tenant_id, issuer, customer_id),
  -- Checked at commit: an identity is claimed first, then its customer is made, so that of several at once one makes it.
  foreign key (tenant_id, customer_id) references customers (tenant_id, id) deferrable initially deferred
);
select platform.isolate('customer_identities');

-- How far a customer's profile has got on its way to the mainframe; the worker finds its work here.
create table mainframe_sync (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  customer_id uuid not null,
  desired_version integer not null check (desired_version >= 1),
  acked_version integer not null default 0 check (acked_version >= 0),
  -- Rises with each lease: an answer to an older one releases nothing.
  fence bigint not null default 0,
  lease_until timestamptz(3),
  attempts integer not null default 0,
  next_attempt_at timestamptz(3),
  parked_at timestamptz(3),
  last_error_code text,
  last_error_field text,
  last_error_message text,
  -- Since when the mainframe is behind; null when it is not.
  first_dirty_at timestamptz(3),
  batch_id text,
  primary key (tenant_id, customer_id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  check (acked_version <= desired_version),
  check ((acked_version = desired_version) = (first_dirty_at is null))
);
select platform.isolate('mainframe_sync', worker => 'select, update');
