-- Customers and their roles. Whoever runs this needs the right to create roles and schemas, no more.
-- Running it again changes nothing.

do $$
begin
  if not exists (select from pg_roles where rolname = 'identity_owner') then
    create role identity_owner nologin;
  end if;
  execute format('grant identity_owner to %I', current_user);
end
$$;

create schema if not exists identity authorization identity_owner;
revoke all on schema identity from public;

-- Owned by a role that nobody signs in with.
set role identity_owner;

create table if not exists identity.customers (
  -- The customer pool's `sub`.
  customer_id uuid primary key,
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_at timestamptz not null default now()
);

create table if not exists identity.customer_roles (
  customer_id uuid not null references identity.customers on delete cascade,
  -- Stands in access tokens, and in policies: lower-case words joined by hyphens.
  role text not null check (role ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(role) <= 40),
  primary key (customer_id, role)
);

reset role;
