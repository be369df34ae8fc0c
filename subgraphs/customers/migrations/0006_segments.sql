-- Groups of customers by rule; who belongs to them is worked out when somebody asks.
create table segments (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 100),
  -- What lists sort by, and what makes names the same: without case and accents.
  name_sort text collate "C" not null,
  description text check (char_length(description) between 1 and 1000),
  rule jsonb not null,
  version integer not null check (version >= 1),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, id),
  constraint segments_name_once unique (tenant_id, name_sort)
);
select platform.isolate('segments');
