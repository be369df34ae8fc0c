-- The worker role finds work here; what is done about it is done as the tenant.
revoke update on mainframe_sync from customers_worker;

-- When a tenant's mainframe was last heard of, and which batches were closed long enough ago to be forgotten.
create index mainframe_batches_by_acked_at on mainframe_batches (tenant_id, acked_at, id) where acked_at is not null;
