"""The index follows the catalog: the outbox is drained, indexes are rebuilt, and both compared.

The database is the truth. Whatever makes a job run, it reads the items anew, writes what exists and
is published, and deletes what does not; jobs may run twice, late or out of order, as every write
carries the version of the item and never goes over a newer one.
"""
