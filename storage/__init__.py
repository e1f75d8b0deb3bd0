"""The database: tables, the Store on SQLAlchemy Core, migrations and the key ring."""
