-- Tables every subgraph has, in its own schema and in each premium tenant's copy.
create table outbox (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  position bigint generated always as identity,
  kind text not null check (kind in ('event', 'job')),
  topic text not null,
  type text not null,
  aggregate_id text not null,
  aggregate_version integer not null,
  data jsonb not null,
  traceparent text,
  occurred_at timestamptz(3) not null,
  published_at timestamptz(3),
  primary key (tenant_id, id)
);
-- The relays of all tenants read these by state, in the order of writing.
create index outbox_unpublished_events on outbox (position) where published_at is null and kind = 'event';
create index outbox_unpublished_jobs on outbox (position) where published_at is null and kind = 'job';
create index outbox_published on outbox (published_at) where published_at is not null;
select platform.isolate('outbox', app => 'select, insert', worker => 'select, update, delete');

create table topic_heads (
  tenant_id uuid not null,
  topic text not null,
  epoch text not null,
  seq bigint not null,
  oldest_seq bigint not null,
  primary key (tenant_id, topic),
  check (oldest_seq between 1 and seq + 1)
);
select platform.isolate('topic_heads', app => 'select', worker => 'select, insert, update');

create table event_log (
  tenant_id uuid not null,
  topic text not null,
  seq bigint not null,
  event_id uuid not null,
  type text not null,
  aggregate_id text not null,
  aggregate_version integer not null,
  data jsonb not null,
  traceparent text,
  occurred_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  primary key (tenant_id, topic, seq),
  unique (tenant_id, event_id)
);
create index event_log_recorded on event_log (tenant_id, topic, recorded_at);
select platform.isolate('event_log', app => 'select', worker => 'select, insert, delete');

create table idempotency_keys (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  client text not null,
  key text not null check (char_length(key) between 1 and 255),
  operation text not null,
  input_hash text not null,
  -- Null while the operation is under way over several transactions.
  payload jsonb,
  created_at timestamptz(3) not null,
  primary key (tenant_id, client, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);
select platform.isolate('idempotency_keys', worker => 'select, insert, update, delete');
