-- Digits of all scripts are part of words, not of ASCII alone; what was indexed without them is indexed anew.
select set_config('search_path', concat_ws(', ', quote_ident(current_schema()),
  (select string_agg(distinct quote_ident(n.nspname), ', ') from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname in ('pg_trgm', 'unaccent', 'btree_gin', 'fuzzystrmatch')), 'pg_temp'), true);

create or replace function search_fold(content text) returns text language sql stable parallel safe
return btrim(regexp_replace(
  translate(unaccent('unaccent', lower(normalize(content, NFKC) collate "pg_unicode_fast")), '''’', ''), '[^[:alnum:]]+', ' ', 'g'));

do $$
declare
  tenant uuid;
begin
  for tenant in select id from platform.tenants loop
    perform set_config('app.tenant_id', tenant::text, true);
    perform index_products(array_agg(tenant_id), array_agg(id)) from products;
  end loop;
  perform set_config('app.tenant_id', '', true);
end $$;

select set_config('search_path', quote_ident(current_schema()), true);
