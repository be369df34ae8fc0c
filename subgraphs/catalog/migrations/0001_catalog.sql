create table categories (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 100),
  -- The name in one spelling: unique, and what lists are sorted by.
  name_norm text not null,
  primary key (tenant_id, id),
  unique (tenant_id, name_norm)
);
select platform.isolate('categories', app => 'select, insert');

create table products (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  kind text not null check (kind in ('GOOD', 'SERVICE')),
  name text not null check (char_length(name) between 1 and 200),
  name_norm text not null,
  description text check (char_length(description) <= 5000),
  status text not null check (status in ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
  -- The product's own; its variants and prices count as part of it.
  version integer not null check (version > 0),
  created_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create index products_by_name on products (tenant_id, name_norm, id);
create index products_by_created_at on products (tenant_id, created_at, id);
-- What clients and partners page through.
create index products_published_by_name on products (tenant_id, name_norm, id) where status = 'PUBLISHED';
create index products_published_by_created_at on products (tenant_id, created_at, id) where status = 'PUBLISHED';
select platform.isolate('products', app => 'select, insert, update');

create table product_categories (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  product_id uuid not null,
  category_id uuid not null,
  primary key (tenant_id, product_id, category_id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, category_id) references categories (tenant_id, id)
);
create index product_categories_by_category on product_categories (tenant_id, category_id, product_id);
select platform.isolate('product_categories', app => 'select, insert, delete');

create table product_variants (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  product_id uuid not null,
  sku text not null check (char_length(sku) between 1 and 64),
  -- The SKU in one spelling: unique within the tenant.
  sku_norm text not null,
  name text check (char_length(name) between 1 and 100),
  primary key (tenant_id, id),
  unique (tenant_id, sku_norm),
  -- Deferred, so that an import inserts variants first and products only for those whose SKU was free.
  foreign key (tenant_id, product_id) references products (tenant_id, id) deferrable initially deferred
);
create index product_variants_by_product on product_variants (tenant_id, product_id, id);
select platform.isolate('product_variants', app => 'select, insert, update');

create table variant_prices (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  variant_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor between 0 and 9007199254740991),
  primary key (tenant_id, variant_id, currency),
  foreign key (tenant_id, variant_id) references product_variants (tenant_id, id)
);
select platform.isolate('variant_prices');

create table stock_locations (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  code text not null check (char_length(code) between 1 and 20),
  -- The code in one spelling: unique, and what lists are sorted by.
  code_norm text not null,
  name text not null check (char_length(name) between 1 and 100),
  primary key (tenant_id, id),
  unique (tenant_id, code_norm)
);
select platform.isolate('stock_locations', app => 'select, insert');

-- on_hand = sum of the level's movements; reserved = sum of what reservation lines still hold open.
create table stock_levels (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  variant_id uuid not null,
  location_id uuid not null,
  on_hand integer not null default 0,
  reserved integer not null default 0,
  version integer not null default 0,
  primary key (tenant_id, variant_id, location_id),
  foreign key (tenant_id, variant_id) references product_variants (tenant_id, id),
  foreign key (tenant_id, location_id) references stock_locations (tenant_id, id),
  check (0 <= reserved and reserved <= on_hand)
);
select platform.isolate('stock_levels', app => 'select, insert, update');

-- Append-only: nobody but the owner can change what moved.
create table stock_movements (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  variant_id uuid not null,
  location_id uuid not null,
  quantity integer not null check (quantity <> 0),
  reason text not null check (reason in ('INITIAL', 'RECEIPT', 'RETURN', 'CORRECTION', 'DAMAGE', 'LOSS', 'SHIPMENT')),
  -- What caused it, where that has an id: the order of a shipment.
  reference text,
  note text check (char_length(note) <= 500),
  occurred_at timestamptz(3) not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, variant_id, location_id) references stock_levels (tenant_id, variant_id, location_id)
);
create index stock_movements_by_variant on stock_movements (tenant_id, variant_id, occurred_at, id);
select platform.isolate('stock_movements', app => 'select, insert');

-- One per order, kept after it is closed: that is how a repeat, or a reservation that comes after its release, is known.
create table stock_reservations (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  order_id uuid not null,
  status text not null check (status in ('ACTIVE', 'RELEASED')),
  -- What repeats are answered; null where the release came first.
  answer jsonb,
  created_at timestamptz(3) not null,
  released_at timestamptz(3),
  primary key (tenant_id, order_id),
  check ((status = 'RELEASED') = (released_at is not null))
);
select platform.isolate('stock_reservations', app => 'select, insert, update');

create table stock_reservation_lines (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  order_id uuid not null,
  variant_id uuid not null,
  location_id uuid not null,
  quantity integer not null check (quantity > 0),
  -- Neither shipped nor released yet.
  open_quantity integer not null,
  primary key (tenant_id, order_id, variant_id, location_id),
  foreign key (tenant_id, order_id) references stock_reservations (tenant_id, order_id),
  foreign key (tenant_id, variant_id, location_id) references stock_levels (tenant_id, variant_id, location_id),
  check (open_quantity between 0 and quantity)
);
create index stock_reservation_lines_open on stock_reservation_lines (tenant_id, variant_id, location_id) where open_quantity > 0;
select platform.isolate('stock_reservation_lines', app => 'select, insert, update');

create table stock_shipments (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  -- The caller's key: a shipment takes stock once.
  shipment_id text not null check (char_length(shipment_id) between 1 and 255),
  order_id uuid not null,
  -- What repeats are answered.
  answer jsonb,
  created_at timestamptz(3) not null,
  primary key (tenant_id, shipment_id)
);
create index stock_shipments_by_order on stock_shipments (tenant_id, order_id);
select platform.isolate('stock_shipments', app => 'select, insert, update');
