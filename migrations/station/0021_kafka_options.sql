-- More settings of the Kafka client, as the station package brought them: a JSON list of names and values. Holds the
-- password of the station's user at the broker.
ALTER TABLE station ADD COLUMN kafka_options TEXT NOT NULL DEFAULT '[]';
