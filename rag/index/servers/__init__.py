"""An index on servers: Milvus searches, PostgreSQL keeps the articles, Dask builds."""
