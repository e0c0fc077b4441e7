-- Run once, by the image of Postgres on its first start: two databases, each with an owner of its
-- own, so that who reads pages cannot reach the scheduler's.
\set lake_password `cat /run/secrets/lake_password`
\set prefect_password `cat /run/secrets/prefect_password`
CREATE ROLE lake LOGIN PASSWORD :'lake_password';
CREATE ROLE prefect LOGIN PASSWORD :'prefect_password';
CREATE DATABASE lake OWNER lake;
CREATE DATABASE prefect OWNER prefect;
REVOKE CONNECT ON DATABASE lake, prefect FROM PUBLIC;
