-- When the mainframe last confirmed a profile, and the trace of the change that is on its way.
alter table mainframe_sync
  add column acked_at timestamptz(3),
  add column traceparent text,
  -- What lists sort by: since when the mainframe is behind, and for the others when it caught up.
  add column listed_at timestamptz(3) not null
    generated always as (coalesce(first_dirty_at, acked_at, timestamptz '1970-01-01 00:00:00+00')) stored;
create index mainframe_sync_dirty on mainframe_sync (tenant_id, first_dirty_at, customer_id) where first_dirty_at is not null;
create index mainframe_sync_listed on mainframe_sync (tenant_id, listed_at, customer_id);

-- Numbers a tenant's batches without gaps: locked until the batch that takes a number is committed.
create table mainframe_sequences (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  next_sequence integer not null check (next_sequence >= 1),
  primary key (tenant_id)
);
select platform.isolate('mainframe_sequences', app => 'select, insert, update');

-- Files for the mainframe, with their bytes: whatever happens to a file, the very same can be written again.
create table mainframe_batches (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  sequence integer not null check (sequence >= 1),
  business_date date not null,
  -- Gone some time after the mainframe has confirmed the batch.
  bytes bytea,
  record_count integer not null check (record_count between 1 and 500),
  -- CREATED: not written yet. SENT: written, unanswered. ACKED: answered record by record. VOID: refused for ever, its records are sent anew.
  state text not null check (state in ('CREATED', 'SENT', 'ACKED', 'VOID')),
  created_at timestamptz(3) not null,
  sent_at timestamptz(3),
  acked_at timestamptz(3),
  -- How often the file was written, and when it is written again unless it is answered or still lies there.
  sends integer not null default 0 check (sends >= 0),
  next_send_at timestamptz(3) not null,
  -- Of the last answer.
  return_code integer check (return_code in (0, 4, 8, 12)),
  reason text,
  primary key (tenant_id, id),
  unique (tenant_id, sequence),
  check (state in ('ACKED', 'VOID') or bytes is not null)
);
create index mainframe_batches_open on mainframe_batches (tenant_id, sequence) where state in ('CREATED', 'SENT');
create index mainframe_batches_by_created_at on mainframe_batches (tenant_id, created_at, id);
select platform.isolate('mainframe_batches', worker => 'select');

-- What was in each batch, and what the mainframe said of it.
create table mainframe_batch_items (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  batch_id uuid not null,
  -- Place in the file, from 0.
  position integer not null check (position >= 0),
  customer_id uuid not null,
  version integer not null check (version >= 1),
  -- Of the lease under which it was sent.
  fence bigint not null,
  -- SHA-256 of the record.
  sent_hash text not null check (sent_hash ~ '^[0-9a-f]{64}$'),
  -- Of the change that is on its way.
  traceparent text,
  -- 0 stored, 4 rejected; null while nothing is known.
  code integer check (code in (0, 4)),
  stored_version integer,
  stored_hash text,
  reject_field text,
  reject_reason text,
  primary key (tenant_id, batch_id, position),
  foreign key (tenant_id, batch_id) references mainframe_batches (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index mainframe_batch_items_of_customer on mainframe_batch_items (tenant_id, customer_id, version);
select platform.isolate('mainframe_batch_items');

-- Comparisons of all that the mainframe has with all that it should have.
create table mainframe_reconciliations (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  state text not null check (state in ('REQUESTED', 'DONE')),
  requested_at timestamptz(3) not null,
  -- When the request was last written.
  sent_at timestamptz(3),
  finished_at timestamptz(3),
  stored_count integer check (stored_count >= 0),
  missing_count integer check (missing_count >= 0),
  behind_count integer check (behind_count >= 0),
  ahead_count integer check (ahead_count >= 0),
  different_count integer check (different_count >= 0),
  unknown_count integer check (unknown_count >= 0),
  -- The first of them, each with kind, customerId and both versions.
  findings jsonb,
  primary key (tenant_id, id),
  check ((state = 'DONE') = (finished_at is not null))
);
create index mainframe_reconciliations_open on mainframe_reconciliations (tenant_id, requested_at) where state = 'REQUESTED';
create index mainframe_reconciliations_by_time on mainframe_reconciliations (tenant_id, requested_at, id);
select platform.isolate('mainframe_reconciliations', worker => 'select');

-- Who did what by hand, and why. Rows are added, never changed.
create table mainframe_operator_actions (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  kind text not null check (kind in ('REPLAY', 'RECONCILE')),
  customer_id uuid,
  reconciliation_id uuid,
  actor_kind text not null check (actor_kind in ('EMPLOYEE', 'SYSTEM')),
  actor_id text not null,
  reason text not null check (char_length(reason) between 1 and 500),
  acted_at timestamptz(3) not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  foreign key (tenant_id, reconciliation_id) references mainframe_reconciliations (tenant_id, id),
  check (case kind when 'REPLAY' then customer_id is not null and reconciliation_id is null
                   else reconciliation_id is not null and customer_id is null end)
);
create index mainframe_operator_actions_by_time on mainframe_operator_actions (tenant_id, acted_at, id);
select platform.isolate('mainframe_operator_actions', app => 'select, insert');
