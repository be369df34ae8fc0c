-- Search of products. What is searched is kept ready in product_documents by triggers, so nobody who writes a product can forget
-- it. It is read by one function, search_products, which belongs to catalog_search: text search and trigrams are not leakproof, so
-- row-level security would keep everybody else off their indexes. Functions made here find their things by this path and no other.
select set_config('search_path', concat_ws(', ', quote_ident(current_schema()),
  (select string_agg(distinct quote_ident(n.nspname), ', ') from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname in ('pg_trgm', 'unaccent', 'btree_gin', 'fuzzystrmatch')), 'pg_temp'), true);

create table product_documents (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  product_id uuid not null,
  -- The product's names in all locales, folded.
  names text[] not null,
  -- Weight A: names and SKUs; B: names of variants; D: descriptions.
  document tsvector not null,
  primary key (tenant_id, product_id),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);
-- What was written lately is kept in a list that every search reads through: a short one.
create index product_documents_by_document on product_documents using gin (tenant_id, document) with (gin_pending_list_limit = 512);
select platform.isolate('product_documents', app => 'select, insert, update');

-- The words that occur in documents, or once did: where a search that finds nothing looks for words of similar spelling.
create table product_words (
  tenant_id uuid not null default (current_setting('app.tenant_id'))::uuid,
  word text not null,
  -- The product that brought it: whoever brings the same word at the same time does not wait.
  product_id uuid not null,
  primary key (tenant_id, word, product_id)
);
create index product_words_by_spelling on product_words using gin (tenant_id, word gin_trgm_ops) with (fastupdate = off);
select platform.isolate('product_words', app => 'select, insert');

-- Words of letters and digits with one space between them: whatever the case, the accents and what stood between them.
create function search_fold(content text) returns text language sql stable parallel safe
return btrim(regexp_replace(
  translate(unaccent('unaccent', lower(normalize(content, NFKC) collate "pg_c_utf8")), '''’', ''), '[^[:alnum:]]+', ' ', 'g'));

-- The words of folded content as a text search document, all of one weight; of very long content the beginning.
create function search_document(folded text, weight "char") returns tsvector language sql stable parallel safe
return coalesce((
  select string_agg(format('%s:%s%s', left(word, 100), place, weight), ' ')
  from string_to_table(left(folded, 100000), ' ') with ordinality as words (word, place) where word <> ''), '')::tsvector;

-- Brings the documents of products up to date.
create function index_products(tenants uuid[], products uuid[]) returns void language sql
begin atomic
  with texts as (
    select p.tenant_id, p.id as product_id,
      array(select distinct search_fold(name) from (
        select p.name union all
        select t.name from product_translations t where t.tenant_id = p.tenant_id and t.product_id = p.id and t.name is not null) as named) as names,
      (select search_fold(string_agg(v.sku, ' ') || ' ' || string_agg(regexp_replace(v.sku, '[^[:alnum:]]', '', 'g'), ' ')) from product_variants v
        where v.tenant_id = p.tenant_id and v.product_id = p.id) as skus,
      (select search_fold(string_agg(v.name, ' ')) from product_variants v
        where v.tenant_id = p.tenant_id and v.product_id = p.id) as variants,
      (select search_fold(concat_ws(' ', p.description, string_agg(t.description, ' ' order by t.locale))) from product_translations t
        where t.tenant_id = p.tenant_id and t.product_id = p.id) as descriptions
    from unnest(tenants, products) as changed (tenant_id, product_id)
    join products p on p.tenant_id = changed.tenant_id and p.id = changed.product_id
  ), indexed as (
    insert into product_documents (tenant_id, product_id, names, document)
    select tenant_id, product_id, names, search_document(concat_ws(' ', array_to_string(names, ' '), skus), 'A')
      || search_document(variants, 'B') || search_document(descriptions, 'D')
    from texts
    on conflict (tenant_id, product_id) do update set names = excluded.names, document = excluded.document
    returning tenant_id, product_id, document
  )
  insert into product_words (tenant_id, word, product_id)
  select distinct on (i.tenant_id, w.lexeme) i.tenant_id, w.lexeme, i.product_id
  from indexed i, unnest(i.document) as w
  where w.lexeme ~ '^[[:alpha:]]{4,40}$'
    and not exists (select from product_words known where known.tenant_id = i.tenant_id and known.word = w.lexeme)
  on conflict do nothing;
end;


create function index_written_rows() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_table_name = 'products' then
    perform index_products(array_agg(tenant_id), array_agg(id)) from written;
  else
    perform index_products(array_agg(tenant_id), array_agg(product_id)) from (select distinct tenant_id, product_id from written) as products;
  end if;
  return null;
end $$;

create function index_changed_row() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_table_name = 'products' then
    perform index_products(array[new.tenant_id], array[new.id]);
  else
    perform index_products(array[new.tenant_id], array[new.product_id]);
  end if;
  return null;
end $$;

create trigger index_inserted after insert on products referencing new table as written
  for each statement execute function index_written_rows();
create trigger index_inserted after insert on product_variants referencing new table as written
  for each statement execute function index_written_rows();
create trigger index_inserted after insert on product_translations referencing new table as written
  for each statement execute function index_written_rows();
create trigger index_updated after update on product_translations referencing new table as written
  for each statement execute function index_written_rows();
create trigger index_deleted after delete on product_translations referencing old table as written
  for each statement execute function index_written_rows();
create trigger index_updated after update of name, description on products for each row
  when (old.name is distinct from new.name or old.description is distinct from new.description) execute function index_changed_row();
create trigger index_updated after update of name on product_variants for each row
  when (old.name is distinct from new.name) execute function index_changed_row();

-- Products that were there before; row-level security wants to know whose. The setting is left empty: an error for whoever uses it.
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

-- What a word is found by: itself, longer words that begin with it, and what it is the plural of. `word` is letters and digits.
create function search_term(word text) returns text language sql immutable parallel safe
return concat_ws(' | ', word || ':*',
  case when word ~ '[a-z]{2}ies$' then left(word, -3) || 'y' end,
  case when word ~ '[a-z]{2}(s|x|z|ch|sh)es$' then left(word, -2) end,
  case when word ~ '[a-z]{2}[^s]s$' then left(word, -1) end);

-- The tenant's products that have every word of `asked`, the better the higher their rank, or whose variant has the SKU.
-- When none has (with `published_only`: none that is PUBLISHED), words of similar spelling count too; `tolerant` says that
-- they do (true) or do not (false) whatever there is, for the later pages of a search. Ranks above a million are without
-- tolerance. Of a product they say nothing but how it matches, so what others are written meanwhile moves nobody.
create function search_products(asked text, asked_sku_norm text, published_only boolean, tolerant boolean)
returns table (product_id uuid, rank integer)
language plpgsql stable security definer rows 200
set search_path from current
set plan_cache_mode = 'force_custom_plan'
set pg_trgm.similarity_threshold = '0.2'
as $$
#variable_conflict use_column
declare
  -- The caller is above row-level security here: every query below has this tenant in its condition.
  tenant constant uuid := current_setting('app.tenant_id')::uuid;
  folded constant text := search_fold(asked);
  words constant text[] := (select array_agg(word order by place) from (
    select left(word, 100) as word, min(place) as place from string_to_table(folded, ' ') with ordinality as given (word, place)
    where word <> '' group by 1 order by 2 limit 16) as distinct_words);
  typed constant tsquery := (select string_agg('(' || search_term(word) || ')', ' & ') from unnest(words) as word)::tsquery;
  in_names constant tsquery := (select string_agg(word || ':A', ' & ') from unnest(words) as word)::tsquery;
  begun_in_names constant tsquery := (select string_agg(word || ':*A', ' & ') from unnest(words) as word)::tsquery;
  similar_to tsquery;
  sku_owner constant uuid := (select v.product_id from product_variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
    where v.tenant_id = tenant and v.sku_norm = asked_sku_norm and (not published_only or p.status = 'PUBLISHED'));
begin
  if not coalesce(tolerant, sku_owner is null and not exists (
    select from product_documents d where d.tenant_id = tenant and d.document @@ typed and (not published_only or exists (
      select from products p where p.tenant_id = tenant and p.id = d.product_id and p.status = 'PUBLISHED'))))
  then
    return query select d.product_id, least(999999, (ts_rank(d.document, typed, 1) * 1000000)::integer) + 1000000 * case
        when d.product_id = sku_owner then 5
        when folded = any (d.names) then 4
        when d.document @@ in_names then 3
        when d.document @@ begun_in_names then 2
        else 1 end
      from product_documents d where d.tenant_id = tenant and d.document @@ typed;
    -- A SKU without letters or digits, or in the cut off end of a very long document.
    return query select d.product_id, 5000000
      from product_documents d where d.tenant_id = tenant and d.product_id = sku_owner and (d.document @@ typed) is not true;
    return;
  end if;
  similar_to := (select string_agg(format('(%s)', concat_ws(' | ', search_term(word), (
      select string_agg(near.word, ' | ') from (
        select s.word from product_words s
        where s.tenant_id = tenant and s.word % typo.word
          and least(levenshtein(s.word, typo.word), levenshtein(left(s.word, length(typo.word)), typo.word))
            <= case when length(typo.word) < 9 then 2 else 3 end
        group by s.word order by similarity(s.word, typo.word) desc, s.word limit 50) as near
      where typo.word ~ '^[[:alpha:]]{4,40}$'))), ' & ')
    from unnest(words) as typo (word))::tsquery;
  return query select d.product_id,
      (select (999999 * max(0.7 * word_similarity(folded, name) + 0.3 * similarity(folded, name)))::integer from unnest(d.names) as name)
    from product_documents d where d.tenant_id = tenant and d.document @@ similar_to;
end $$;

revoke all on function search_products(text, text, boolean, boolean) from public;
grant execute on function search_products(text, text, boolean, boolean) to catalog_app;
grant select on products, product_variants, product_documents, product_words to catalog_search;
do $$
begin
  execute format('grant create on schema %I to catalog_search', current_schema());
  alter function search_products(text, text, boolean, boolean) owner to catalog_search;
  execute format('revoke create on schema %I from catalog_search', current_schema());
end $$;

select set_config('search_path', quote_ident(current_schema()), true);
