-- Since when the oldest delivery that is due waits.
SELECT min(due_at) FROM record.deliveries WHERE state IN ('due', 'sending')
