-- Texts that are searched by their beginning are sorted by code point, whatever collation the database has.
alter table products alter column name_norm type text collate "C";
alter table product_variants alter column sku_norm type text collate "C";

-- What products can be filtered by, besides name and time of entry.
create index products_by_kind on products (tenant_id, kind, name_norm, id);
create index products_by_status on products (tenant_id, status, name_norm, id);
create index variant_prices_by_amount on variant_prices (tenant_id, currency, amount_minor, variant_id);

create table product_translations (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  product_id uuid not null,
  -- A BCP 47 tag in canonical spelling.
  locale text not null check (char_length(locale) between 2 and 35),
  -- Null: what the next locale of the chain says.
  name text check (char_length(name) between 1 and 200),
  description text check (char_length(description) <= 5000),
  primary key (tenant_id, product_id, locale),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  check (name is not null or description is not null)
);
select platform.isolate('product_translations');

create table category_translations (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  category_id uuid not null,
  locale text not null check (char_length(locale) between 2 and 35),
  name text not null check (char_length(name) between 1 and 100),
  primary key (tenant_id, category_id, locale),
  foreign key (tenant_id, category_id) references categories (tenant_id, id)
);
select platform.isolate('category_translations');

-- Pictures and papers are somewhere else: only where is kept here.
create table product_media (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  product_id uuid not null,
  -- 0 is shown first.
  position integer not null check (position >= 0),
  kind text not null check (kind in ('IMAGE', 'VIDEO', 'DOCUMENT')),
  url text not null check (url like 'https://%' and char_length(url) <= 2000),
  alt text check (char_length(alt) between 1 and 300),
  primary key (tenant_id, id),
  unique (tenant_id, product_id, position),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);
select platform.isolate('product_media', app => 'select, insert, delete');
