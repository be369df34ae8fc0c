-- What a subgraph keeps of other subgraphs' events that it consumes, in its own schema and in each premium tenant's copy.
create table consumer_positions (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  consumer text not null,
  topic text not null,
  epoch text not null,
  -- Newest event that was handled or put aside.
  seq bigint not null check (seq >= 0),
  -- How often the event after it has failed, and when it is tried again.
  attempts integer not null default 0 check (attempts >= 0),
  retry_at timestamptz(3),
  primary key (tenant_id, consumer, topic)
);
select platform.isolate('consumer_positions', worker => 'select');

-- Events whose effect is there; written with the effect.
create table inbox (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  consumer text not null,
  event_id uuid not null,
  handled_at timestamptz(3) not null,
  primary key (tenant_id, consumer, event_id)
);
create index inbox_handled on inbox (handled_at);
select platform.isolate('inbox', worker => 'select, delete');

-- Events that failed too often: kept whole until somebody has them tried again.
create table dead_letters (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  consumer text not null,
  event_id uuid not null,
  topic text not null,
  seq bigint not null,
  event jsonb not null,
  -- Name and code of the last error, and where it was thrown.
  error_kind text not null,
  error jsonb not null,
  traceparent text,
  attempts integer not null check (attempts > 0),
  failed_at timestamptz(3) not null,
  redriven_at timestamptz(3),
  primary key (tenant_id, consumer, event_id)
);
create index dead_letters_redriven on dead_letters (redriven_at) where redriven_at is not null;
select platform.isolate('dead_letters', worker => 'select, delete');
