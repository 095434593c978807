-- Bodies are opaque and often compressed already: no time is spent on trying. Queues are filled and emptied all the time,
-- so that dead rows are swept early; and a page keeps room for a delivery count to change in place.
ALTER TABLE message ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE message_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE message SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE message_chunk SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE store_writer SET (fillfactor = 10);
