-- Texts that are searched by their beginning are sorted by code point, whatever collation the database has.
alter table orders
  alter column number type text collate "C",
  alter column external_reference type text collate "C";
alter table order_lines alter column sku_norm type text collate "C";

drop index orders_by_reference;
create index orders_by_reference on orders (tenant_id, external_reference, placed_at, id) where status <> 'RESERVING';
create index orders_by_total on orders (tenant_id, total_minor, id) where status <> 'RESERVING';
create index order_lines_by_order_sku on order_lines (tenant_id, order_id, sku_norm);
-- One index of what is open serves both, an order's change and the recovery, which reads all of it.
drop index stock_tasks_open;
create index stock_tasks_by_order on stock_tasks (tenant_id, order_id, created_at) where done_at is null;
