-- Run once by PostgreSQL's own start-up in the compose file (or by hand on your server, as a superuser):
-- the owner makes and changes tables in `migrate`, the application reads and writes rows and owns nothing.
\getenv owner_password IOP_OWNER_PASSWORD
\getenv app_password IOP_APP_PASSWORD
CREATE ROLE iop_owner LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE iop_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE iop OWNER iop_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT ON DATABASE iop FROM PUBLIC;
GRANT CONNECT ON DATABASE iop TO iop_app;
