-- Who changed what is added to, and neither altered nor taken away, by the service or by hand. An empty table may be emptied:
-- a restore does that.
CREATE FUNCTION "audit_only_grows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT 1 FROM "audit") THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the audit only grows: % is not for it', TG_OP USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_only_grows';
END
$$;
CREATE TRIGGER "audit_only_grows" BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_only_grows"();
CREATE TRIGGER "audit_is_not_emptied" BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_only_grows"();
