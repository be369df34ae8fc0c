-- How often each client sent each operation, day by day: the gateways report it, counted together for some seconds.
create table operation_usage (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  day date not null,
  client text not null check (char_length(client) between 1 and 100),
  -- SHA-256 of the document, or `other` for operations that were too many to be told apart.
  operation_id text not null check (operation_id ~ '^[0-9a-f]{64}$' or operation_id = 'other'),
  -- Empty for an operation without a name. A document may hold several.
  operation_name text not null check (char_length(operation_name) <= 255),
  -- Null for operations that were too many to be told apart.
  operation_type text check (operation_type in ('QUERY', 'MUTATION', 'SUBSCRIPTION')),
  -- As last reported: an operation may be registered in the course of a day.
  is_registered boolean not null,
  requests bigint not null check (requests > 0),
  errors bigint not null check (errors between 0 and requests),
  cost bigint not null check (cost >= 0),
  primary key (tenant_id, day, client, operation_id, operation_name),
  check ((operation_id = 'other') = (operation_type is null))
);
-- What the list sorts by; and its filters.
create index operation_usage_listed on operation_usage (tenant_id, day, requests, client, operation_id, operation_name);
create index operation_usage_by_client on operation_usage (tenant_id, client, day);
create index operation_usage_by_operation on operation_usage (tenant_id, operation_name, day);
create index operation_usage_of_document on operation_usage (tenant_id, operation_id, operation_name);
select platform.isolate('operation_usage');

-- Which fields an operation asks for. They follow from its text, so they are written once.
create table operation_fields (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  operation_id text not null check (operation_id ~ '^[0-9a-f]{64}$'),
  operation_name text not null check (char_length(operation_name) <= 255),
  -- `Type.field`.
  coordinate text not null check (char_length(coordinate) <= 511),
  primary key (tenant_id, operation_id, operation_name, coordinate)
);
create index operation_fields_by_coordinate on operation_fields (tenant_id, coordinate, operation_id, operation_name);
select platform.isolate('operation_fields', 'select, insert, delete');
