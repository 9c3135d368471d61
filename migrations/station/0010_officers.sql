-- An officer whose PIN came about by one other officer alone is no second person until a third one confirms it.
ALTER TABLE officer ADD COLUMN vouched_by BLOB;      -- id of that officer; NULL: the officer may approve
-- Pauses after wrong PINs are measured by a clock that nobody can set.
ALTER TABLE officer DROP COLUMN refused_until;
