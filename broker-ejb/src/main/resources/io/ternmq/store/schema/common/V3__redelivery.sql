-- A message of a subscription that was delivered in vain is not delivered again before that time; a message of a queue has it in its
-- own row.
ALTER TABLE subscription_entry ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
