-- What somebody is told: one row per event and audience.
create table notifications (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  id uuid not null,
  -- Order of writing; of one tenant, also the order of committing.
  position bigint generated always as identity,
  event_id uuid not null,
  kind text not null check (kind in ('ORDER_PLACED', 'ORDER_CONFIRMED', 'ORDER_FULFILLED', 'ORDER_DELIVERED', 'ORDER_COMPLETED', 'ORDER_CANCELLED')),
  audience text not null check (audience in ('CUSTOMER', 'EMPLOYEES')),
  customer_id uuid,
  role text check (role in ('customer-service', 'order-manager')),
  order_id uuid,
  created_at timestamptz(3) not null,
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, event_id, audience, customer_id, role),
  check ((audience = 'CUSTOMER') = (customer_id is not null)),
  check ((audience = 'EMPLOYEES') = (role is not null))
);
create index notifications_of_customer on notifications (tenant_id, customer_id, created_at, id) where audience = 'CUSTOMER';
create index notifications_of_customer_by_position on notifications (tenant_id, customer_id, position) where audience = 'CUSTOMER';
create index notifications_of_role on notifications (tenant_id, role, created_at, id) where audience = 'EMPLOYEES';
create index notifications_of_role_by_position on notifications (tenant_id, role, position) where audience = 'EMPLOYEES';
-- For those who have several roles.
create index notifications_of_employees on notifications (tenant_id, created_at, id) where audience = 'EMPLOYEES';
-- What was said stays said.
select platform.isolate('notifications', app => 'select, insert');

-- Who has read what: one employee's reading hides nothing from another.
create table notification_reads (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  reader_kind text not null,
  reader_id text not null,
  notification_id uuid not null,
  read_at timestamptz(3) not null,
  primary key (tenant_id, reader_kind, reader_id, notification_id),
  foreign key (tenant_id, notification_id) references notifications (tenant_id, id) on delete cascade
);
create index notification_reads_of_notification on notification_reads (tenant_id, notification_id);
select platform.isolate('notification_reads', app => 'select, insert');

-- Who has marked everything as read that was there, and how far that went.
create table notification_read_marks (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  reader_kind text not null,
  reader_id text not null,
  up_to bigint not null,
  read_at timestamptz(3) not null,
  primary key (tenant_id, reader_kind, reader_id, up_to)
);
select platform.isolate('notification_read_marks', app => 'select, insert');

-- What a user has chosen; without a row everything is on, in the default language, with no quiet hours.
create table notification_preferences (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  user_kind text not null,
  user_id text not null,
  -- BCP 47.
  locale text,
  -- [{kind, channel}], everything else is on.
  switched_off jsonb not null default '[]',
  quiet_time_zone text,
  quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_to text check (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  version integer not null check (version >= 0),
  primary key (tenant_id, user_kind, user_id),
  check (num_nulls(quiet_time_zone, quiet_from, quiet_to) in (0, 3)),
  check (quiet_from <> quiet_to)
);
select platform.isolate('notification_preferences');
