-- What the hook may do: ask for one customer's status and roles. It can neither list customers nor write.
-- Running it again changes nothing.

do $$
begin
  if not exists (select from pg_roles where rolname = 'identity_hook') then
    create role identity_hook login;
  end if;
  -- On RDS this makes IAM tokens the role's password, and takes passwords away.
  if exists (select from pg_roles where rolname = 'rds_iam') then
    grant rds_iam to identity_hook;
  end if;
end
$$;

-- The hook itself gives up sooner; this ends what it has given up.
alter role identity_hook set statement_timeout = '2s';
alter role identity_hook set default_transaction_read_only = on;

set role identity_owner;

-- Runs with the owner's rights, so the hook needs none on the tables. No row: nobody knows the customer.
create or replace function identity.customer_access(customer uuid)
  returns table (status text, roles text[])
  language sql stable security definer
  set search_path = ''
as $$
  select c.status, array(select r.role from identity.customer_roles r where r.customer_id = c.customer_id order by r.role)
  from identity.customers c
  where c.customer_id = customer
$$;

revoke all on function identity.customer_access(uuid) from public;
grant usage on schema identity to identity_hook;
grant execute on function identity.customer_access(uuid) to identity_hook;

reset role;
