-- The only schema that belongs to no tenant: the registry, and the rule every table of a tenant is put under.
create table platform.tenants (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
  name text not null,
  tier text not null check (tier in ('POOLED', 'PREMIUM')),
  -- Postgres schema of a premium tenant's own tables is <subgraph>__<schema_suffix>.
  schema_suffix text unique check (schema_suffix ~ '^[a-z][a-z0-9_]{1,40}$'),
  default_currency text not null check (default_currency ~ '^[A-Z]{3}$'),
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'SUSPENDED')),
  check ((tier = 'PREMIUM') = (schema_suffix is not null))
);

-- Puts a table of the current schema under row-level security and grants its roles what they may do.
-- `worker` names what the worker may do to every tenant's rows (outbox, event log, work-finding tables);
-- without it the worker is bound to one tenant at a time like everybody else.
create function platform.isolate(target text, app text default 'select, insert, update, delete', worker text default null)
returns void language plpgsql as $$
declare
  subgraph text := split_part(current_schema(), '__', 1);
  of_tenant constant text := 'tenant_id = (select current_setting(''app.tenant_id''))::uuid';
begin
  execute format('alter table %I enable row level security', target);
  execute format('alter table %I force row level security', target);
  execute format('grant %s on %I to %I', app, target, subgraph || '_app');
  execute format('grant %s on %I to %I', coalesce(worker, app), target, subgraph || '_worker');
  if worker is null then
    execute format('create policy tenant on %I to %I, %I, %I using (%s) with check (%s)',
      target, subgraph || '_owner', subgraph || '_app', subgraph || '_worker', of_tenant, of_tenant);
  else
    execute format('create policy tenant on %I to %I, %I using (%s) with check (%s)',
      target, subgraph || '_owner', subgraph || '_app', of_tenant, of_tenant);
    execute format('create policy worker on %I to %I using (true) with check (true)', target, subgraph || '_worker');
  end if;
end $$;
