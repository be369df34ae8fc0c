-- Who works with a tenant's data or buys from it, as invited or as the identity providers' tokens showed them.
create table users (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  kind text not null check (kind in ('EMPLOYEE', 'CLIENT', 'PARTNER')),
  -- Null until somebody takes up the invitation.
  issuer text check (char_length(issuer) between 1 and 500),
  subject text check (char_length(subject) between 1 and 255),
  name text not null check (char_length(name) between 1 and 100),
  -- What lists sort by: the name without case and accents. Sorted by code point, as beginnings of names are looked for.
  name_sort text collate "C" not null,
  email text check (char_length(email) between 3 and 254),
  email_norm text collate "C",
  -- What the last token said.
  token_roles text[] not null check (token_roles <@ array['admin', 'customer-service', 'order-manager', 'client', 'partner']),
  -- What an admin gave on top.
  granted_roles text[] not null check (granted_roles <@ array['admin', 'customer-service', 'order-manager', 'client', 'partner']),
  status text not null check (status in ('INVITED', 'ACTIVE', 'DISABLED')),
  invited_at timestamptz(3),
  -- At most an hour old while the user is at work: it is not written with every request.
  last_seen_at timestamptz(3),
  -- Counts the changes of roles given and status; what tokens say does not count.
  version integer not null check (version >= 1),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, id),
  -- The subject first: an admin's own row is found without the issuer.
  constraint users_identity_once unique (tenant_id, subject, issuer),
  check ((issuer is null) = (subject is null)),
  check ((issuer is null) <= (invited_at is not null)),
  check ((issuer is null) <= (status <> 'ACTIVE')),
  check ((issuer is not null) <= (status <> 'INVITED')),
  check ((email is null) = (email_norm is null))
);
create index users_by_name on users (tenant_id, name_sort, id);
create index users_by_email on users (tenant_id, email_norm, name_sort, id);
create index users_by_status on users (tenant_id, status, kind, name_sort, id);
-- One open invitation per address.
create unique index users_one_invitation on users (tenant_id, kind, email_norm) where issuer is null;
select platform.isolate('users', app => 'select, insert, update');
