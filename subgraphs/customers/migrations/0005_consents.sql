-- The texts that customers consent to. A version is published once, whole, and never changes.
create table consent_text_versions (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  purpose text not null check (purpose in ('MARKETING_EMAIL', 'MARKETING_SMS', 'ANALYTICS', 'PROFILING')),
  version integer not null check (version >= 1),
  published_at timestamptz(3) not null,
  primary key (tenant_id, purpose, version)
);
select platform.isolate('consent_text_versions', app => 'select, insert');

create table consent_texts (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  purpose text not null,
  version integer not null,
  locale text not null check (char_length(locale) between 2 and 35),
  text text not null check (char_length(text) between 1 and 10000),
  primary key (tenant_id, purpose, version, locale),
  foreign key (tenant_id, purpose, version) references consent_text_versions (tenant_id, purpose, version)
);
select platform.isolate('consent_texts', app => 'select, insert');

-- Every word of a customer on what its data may be used for, in the order it was said. Rows are added, never changed.
create table consents (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  -- Order of writing: of two words at the same time the later one counts.
  position bigint generated always as identity,
  customer_id uuid not null,
  purpose text not null check (purpose in ('MARKETING_EMAIL', 'MARKETING_SMS', 'ANALYTICS', 'PROFILING')),
  decision text not null check (decision in ('GRANTED', 'WITHDRAWN')),
  -- Which text the customer had before it.
  text_version integer,
  text_locale text,
  source text not null check (source in ('WEBSITE', 'APP', 'CHECKOUT', 'PHONE', 'EMAIL', 'PAPER')),
  -- When the customer said so; not before what was recorded as just said.
  occurred_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  actor_kind text not null check (actor_kind in ('EMPLOYEE', 'CLIENT', 'PARTNER', 'SYSTEM')),
  actor_id text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, purpose, text_version) references consent_text_versions (tenant_id, purpose, version),
  foreign key (tenant_id, purpose, text_version, text_locale) references consent_texts (tenant_id, purpose, version, locale),
  check (decision = 'WITHDRAWN' or text_version is not null),
  check (text_locale is null or text_version is not null)
);
create index consents_newest on consents (tenant_id, customer_id, purpose, occurred_at desc, position desc);
create index consents_of_customer on consents (tenant_id, customer_id, occurred_at, position);
select platform.isolate('consents', app => 'select, insert');
