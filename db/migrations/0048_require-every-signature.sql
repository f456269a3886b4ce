-- Safe beside running workers of the version before: they sign each of these already.

-- What people decide, settle, witness and enter stands under their own signature, for this very record and with the meaning
-- that the step takes (21 CFR 11.70). Arguments: kind and column of the record, columns of the signer and of the signature, meanings.
create function require_own_signature() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  written jsonb := to_jsonb(new);
begin
  if not exists (
    select from signatures where id = (written ->> tg_argv[3])::uuid and subject_kind = tg_argv[0]
       and subject_id = written ->> tg_argv[1] and signed_by::text = written ->> tg_argv[2]
       and meaning = any (string_to_array(tg_argv[4], ','))) then
    raise exception '% of % takes the signature of who made it', tg_table_name, written ->> tg_argv[1]
      using errcode = 'integrity_constraint_violation', constraint = tg_name;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger release_decisions_are_signed before insert on release_decisions for each row
  execute function require_own_signature('release_approval', 'release_id', 'decided_by', 'signature_id', 'approval');
--> statement-breakpoint
-- What comes by a key was proved by the key.
create trigger release_results_are_signed before insert on release_results for each row when (new.signature_id is not null)
  execute function require_own_signature('release_approval', 'release_id', 'recorded_by', 'signature_id', 'authorship');
--> statement-breakpoint
create trigger disposal_approvals_are_signed before insert on disposal_approvals for each row
  execute function require_own_signature('disposal', 'disposal_id', 'approved_by', 'signature_id', 'approval');
--> statement-breakpoint
create trigger disposal_differences_are_signed before insert on disposal_differences for each row
  execute function require_own_signature('disposal', 'disposal_id', 'settled_by', 'signature_id', 'approval,responsibility');
--> statement-breakpoint
create trigger destructions_are_witnessed_signed before update of witnessed_by on destructions for each row
  when (new.witnessed_by is not null and old.witnessed_by is null)
  execute function require_own_signature('destruction', 'id', 'witnessed_by', 'witness_signature_id', 'responsibility');
--> statement-breakpoint
create trigger policy_changes_are_approved_signed before update of state on policy_changes for each row
  when (new.state = 'approved' and old.state <> 'approved')
  execute function require_own_signature('policy_change', 'id', 'decided_by', 'signature_id', 'approval');
--> statement-breakpoint
-- What policy leaves to one person is approved by nobody else, and not signed.
create trigger master_data_proposals_are_decided_signed before update of state on master_data_proposals for each row
  when (new.state in ('approved', 'rejected') and old.state = 'open' and new.decided_by <> new.proposed_by)
  execute function require_own_signature('master_data_proposal', 'id', 'decided_by', 'signature_id', 'approval,review');
