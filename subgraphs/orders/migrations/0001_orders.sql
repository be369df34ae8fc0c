create table orders (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  -- Given when the order becomes visible; RESERVING orders have none.
  number text,
  customer_id uuid not null,
  external_reference text,
  status text not null check (status in ('RESERVING', 'PLACED', 'CONFIRMED', 'COMPLETED', 'CANCELLED')),
  fulfillment_status text not null check (fulfillment_status in ('UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'DELIVERED')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- sum((quantity - cancelled_quantity) * unit_price_minor) of the lines, whatever the status.
  total_minor bigint not null check (total_minor >= 0),
  placed_at timestamptz(3) not null,
  version integer not null check (version > 0),
  -- Natural key of an order taken over from another system.
  import_key text,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, import_key),
  check ((status = 'RESERVING') = (number is null))
);
create index orders_by_placed_at on orders (tenant_id, placed_at, id) where status <> 'RESERVING';
create index orders_by_customer on orders (tenant_id, customer_id, placed_at, id) where status <> 'RESERVING';
create index orders_by_status on orders (tenant_id, status, placed_at, id) where status <> 'RESERVING';
create index orders_by_fulfillment on orders (tenant_id, fulfillment_status, placed_at, id) where status <> 'RESERVING';
create index orders_by_reference on orders (tenant_id, external_reference) where external_reference is not null;
select platform.isolate('orders');

create table order_lines (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  order_id uuid not null,
  position integer not null check (position >= 0),
  variant_id uuid,
  sku text not null,
  sku_norm text not null,
  title text not null,
  quantity integer not null check (quantity > 0),
  cancelled_quantity integer not null default 0,
  fulfilled_quantity integer not null default 0,
  unit_price_minor bigint not null check (unit_price_minor >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, order_id, position),
  foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
  check (cancelled_quantity between 0 and quantity),
  check (fulfilled_quantity between 0 and quantity)
);
-- Finds the line that a cancellation invoice takes back.
create index order_lines_by_sku on order_lines (tenant_id, sku_norm, unit_price_minor);
select platform.isolate('order_lines');

create table order_history (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  order_id uuid not null,
  version integer not null,
  from_status text,
  to_status text not null,
  from_fulfillment_status text,
  to_fulfillment_status text not null,
  occurred_at timestamptz(3) not null,
  reason text,
  note text,
  actor_kind text not null check (actor_kind in ('EMPLOYEE', 'CLIENT', 'PARTNER', 'SYSTEM')),
  actor_id text not null,
  actor_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, order_id, version),
  foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
-- Append-only: what happened stays.
select platform.isolate('order_history', app => 'select, insert');

create table order_counters (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  last_number bigint not null,
  primary key (tenant_id)
);
select platform.isolate('order_counters');

-- What an order in the making asked for, until its stock is reserved.
create table order_drafts (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  order_id uuid not null,
  client text not null,
  idempotency_key text not null,
  lines jsonb not null,
  currency text,
  actor jsonb not null,
  created_at timestamptz(3) not null,
  primary key (tenant_id, order_id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index order_drafts_by_age on order_drafts (created_at);
select platform.isolate('order_drafts', worker => 'select');

-- What the catalogue still has to be told about an order's stock; written with the change, done after it.
create table stock_tasks (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  order_id uuid not null,
  kind text not null check (kind in ('RELEASE', 'SHIP')),
  lines jsonb not null,
  created_at timestamptz(3) not null,
  done_at timestamptz(3),
  primary key (tenant_id, id)
);
create index stock_tasks_open on stock_tasks (created_at) where done_at is null;
select platform.isolate('stock_tasks', worker => 'select');

create table imported_cancellations (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  import_key text not null,
  cancelled_quantity integer not null check (cancelled_quantity >= 0),
  primary key (tenant_id, import_key)
);
select platform.isolate('imported_cancellations', app => 'select, insert');
