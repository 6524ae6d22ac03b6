extension ManagementInterface {
  /// As the Interface Specification has it, and replicas: with the room of logs and the filters of
  /// `fetch_canister_logs`.
  ///
  /// What is always refused here (threshold keys, Bitcoin) has only the types that the refusal
  /// needs: others read by subtyping, too.
  static let text = """
    type viewers = variant { controllers; public; allowed_viewers : vec principal };
    type environment_variable = record { name : text; value : text };
    type settings = record {
      controllers : opt vec principal;
      compute_allocation : opt nat;
      memory_allocation : opt nat;
      freezing_threshold : opt nat;
      reserved_cycles_limit : opt nat;
      minimum_incoming_canister_call_cycles : opt nat;
      log_visibility : opt viewers;
      log_memory_limit : opt nat;
      snapshot_visibility : opt viewers;
      status_visibility : opt viewers;
      wasm_memory_limit : opt nat;
      wasm_memory_threshold : opt nat;
      environment_variables : opt vec environment_variable;
    };
    type definite_settings = record {
      controllers : vec principal;
      compute_allocation : nat;
      memory_allocation : nat;
      freezing_threshold : nat;
      reserved_cycles_limit : nat;
      minimum_incoming_canister_call_cycles : nat;
      log_visibility : viewers;
      log_memory_limit : nat;
      snapshot_visibility : viewers;
      status_visibility : viewers;
      wasm_memory_limit : nat;
      wasm_memory_threshold : nat;
      environment_variables : vec environment_variable;
    };
    type by_id = record { canister_id : principal };
    type by_id_of = record { canister_id : principal; sender_canister_version : opt nat64 };
    type upgrade_options = record {
      skip_pre_upgrade : opt bool;
      wasm_memory_persistence : opt variant { keep; replace };
    };
    type install_mode = variant { install; reinstall; upgrade : opt upgrade_options };
    type change = record {
      timestamp_nanos : nat64;
      canister_version : nat64;
      origin : variant {
        from_user : record { user_id : principal };
        from_canister : record { canister_id : principal; canister_version : opt nat64 };
      };
      details : variant {
        creation : record {
          controllers : vec principal;
          environment_variables_hash : opt blob;
        };
        code_uninstall;
        code_deployment : record {
          mode : variant { install; reinstall; upgrade };
          module_hash : blob;
        };
        load_snapshot : record {
          from_canister_id : opt principal;
          snapshot_id : blob;
          canister_version : nat64;
          taken_at_timestamp : nat64;
          source : variant { taken_from_canister : reserved; metadata_upload : reserved };
        };
        controllers_change : record { controllers : vec principal };
      };
    };
    type chunk_hash = record { hash : blob };
    type snapshot = record { id : blob; taken_at_timestamp : nat64; total_size : nat64 };
    type by_snapshot = record { canister_id : principal; snapshot_id : blob };
    type global = variant {
      i32 : int32; i64 : int64; f32 : float32; f64 : float64; v128 : nat;
    };
    type timer = variant { inactive; active : nat64 };
    type hook = variant { condition_not_satisfied; ready; executed };
    type slice = record { offset : nat64; size : nat64 };
    type place = record { offset : nat64 };
    type log_range = record { start : nat64; end : nat64 };
    type log_record = record { idx : nat64; timestamp_nanos : nat64; content : blob };
    type header = record { name : text; value : text };
    type response = record { status : nat; headers : vec header; body : blob };
    type transform_argument = record { response : response; context : blob };
    type ecdsa_key = record { curve : variant { secp256k1 }; name : text };
    type schnorr_key = record {
      algorithm : variant { bip340secp256k1; ed25519 };
      name : text;
    };
    type vetkd_key = record { curve : variant { bls12_381_g2 }; name : text };
    type public_key = record { public_key : blob; chain_code : blob };
    type signature = record { signature : blob };
    service : {
      create_canister : (record {
        settings : opt settings;
        sender_canister_version : opt nat64;
      }) -> (by_id);
      provisional_create_canister_with_cycles : (record {
        amount : opt nat;
        settings : opt settings;
        specified_id : opt principal;
        sender_canister_version : opt nat64;
      }) -> (by_id);
      provisional_top_up_canister : (record {
        canister_id : principal;
        amount : opt nat;
      }) -> ();
      update_settings : (record {
        canister_id : principal;
        settings : settings;
        sender_canister_version : opt nat64;
      }) -> ();
      install_code : (record {
        mode : install_mode;
        canister_id : principal;
        wasm_module : blob;
        arg : blob;
        sender_canister_version : opt nat64;
      }) -> ();
      uninstall_code : (by_id_of) -> ();
      upload_chunk : (record { canister_id : principal; chunk : blob }) -> (chunk_hash);
      stored_chunks : (by_id) -> (vec chunk_hash);
      clear_chunk_store : (by_id) -> ();
      install_chunked_code : (record {
        mode : install_mode;
        target_canister : principal;
        store_canister : opt principal;
        chunk_hashes_list : vec chunk_hash;
        wasm_module_hash : blob;
        arg : blob;
        sender_canister_version : opt nat64;
      }) -> ();
      take_canister_snapshot : (record {
        canister_id : principal;
        replace_snapshot : opt blob;
        uninstall_code : opt bool;
        sender_canister_version : opt nat64;
      }) -> (snapshot);
      load_canister_snapshot : (record {
        canister_id : principal;
        snapshot_id : blob;
        sender_canister_version : opt nat64;
      }) -> ();
      list_canister_snapshots : (by_id) -> (vec snapshot);
      delete_canister_snapshot : (by_snapshot) -> ();
      read_canister_snapshot_metadata : (by_snapshot) -> (record {
        source : variant { taken_from_canister : reserved; metadata_upload : reserved };
        taken_at_timestamp : nat64;
        wasm_module_size : nat64;
        globals : vec global;
        wasm_memory_size : nat64;
        stable_memory_size : nat64;
        wasm_chunk_store : vec chunk_hash;
        canister_version : nat64;
        certified_data : blob;
        global_timer : opt timer;
        on_low_wasm_memory_hook_status : opt hook;
      });
      read_canister_snapshot_data : (record {
        canister_id : principal;
        snapshot_id : blob;
        kind : variant {
          wasm_module : slice; wasm_memory : slice; stable_memory : slice;
          wasm_chunk : chunk_hash;
        };
      }) -> (record { chunk : blob });
      upload_canister_snapshot_metadata : (record {
        canister_id : principal;
        replace_snapshot : opt blob;
        wasm_module_size : nat64;
        globals : vec global;
        wasm_memory_size : nat64;
        stable_memory_size : nat64;
        certified_data : blob;
        global_timer : opt timer;
        on_low_wasm_memory_hook_status : opt hook;
      }) -> (record { snapshot_id : blob });
      upload_canister_snapshot_data : (record {
        canister_id : principal;
        snapshot_id : blob;
        kind : variant {
          wasm_module : place; wasm_memory : place; stable_memory : place; wasm_chunk;
        };
        chunk : blob;
      }) -> ();
      start_canister : (by_id) -> ();
      stop_canister : (by_id) -> ();
      delete_canister : (by_id) -> ();
      canister_status : (by_id) -> (record {
        status : variant { running; stopping; stopped };
        ready_for_migration : bool;
        version : nat64;
        settings : definite_settings;
        module_hash : opt blob;
        memory_size : nat;
        memory_metrics : record {
          wasm_memory_size : nat;
          stable_memory_size : nat;
          global_memory_size : nat;
          wasm_binary_size : nat;
          custom_sections_size : nat;
          canister_history_size : nat;
          wasm_chunk_store_size : nat;
          snapshots_size : nat;
          log_memory_store_size : nat;
        };
        cycles : nat;
        reserved_cycles : nat;
        idle_cycles_burned_per_day : nat;
        query_stats : record {
          num_calls_total : nat;
          num_instructions_total : nat;
          request_payload_bytes_total : nat;
          response_payload_bytes_total : nat;
        };
      }) query;
      canister_metrics : (by_id) -> (record {
        cycles_consumed : record {
          memory : nat;
          compute_allocation : nat;
          ingress_induction : nat;
          instructions : nat;
          request_and_response_transmission : nat;
          uninstall : nat;
          canister_creation : nat;
          http_outcalls : nat;
          burned_cycles : nat;
        };
      }) query;
      canister_info : (record {
        canister_id : principal;
        num_requested_changes : opt nat64;
      }) -> (record {
        total_num_changes : nat64;
        recent_changes : vec change;
        module_hash : opt blob;
        controllers : vec principal;
      }) query;
      canister_metadata : (record {
        canister_id : principal;
        name : text;
      }) -> (record { value : blob });
      deposit_cycles : (by_id) -> ();
      raw_rand : () -> (blob);
      fetch_canister_logs : (record {
        canister_id : principal;
        filter : opt variant { by_idx : log_range; by_timestamp_nanos : log_range };
      }) -> (record { canister_log_records : vec log_record }) query;
      http_request : (record {
        url : text;
        max_response_bytes : opt nat64;
        method : variant { get; head; post; put; delete; patch };
        headers : vec header;
        body : opt blob;
        transform : opt record {
          function : func (transform_argument) -> (response) query;
          context : blob;
        };
        is_replicated : opt bool;
      }) -> (response);
      node_metrics_history : (record {
        subnet_id : principal;
        start_at_timestamp_nanos : nat64;
      }) -> (vec record {
        timestamp_nanos : nat64;
        node_metrics : vec record {
          node_id : principal;
          num_blocks_proposed_total : nat64;
          num_block_failures_total : nat64;
        };
      });
      subnet_info : (record { subnet_id : principal }) -> (record {
        replica_version : text;
        registry_version : nat64;
      });
      list_canisters : () -> (record {
        canisters : vec record { start : principal; end : principal };
      }) query;
      ecdsa_public_key : (record {
        canister_id : opt principal;
        derivation_path : vec blob;
        key_id : ecdsa_key;
      }) -> (public_key);
      sign_with_ecdsa : (record {
        message_hash : blob;
        derivation_path : vec blob;
        key_id : ecdsa_key;
      }) -> (signature);
      schnorr_public_key : (record {
        canister_id : opt principal;
        derivation_path : vec blob;
        key_id : schnorr_key;
      }) -> (public_key);
      sign_with_schnorr : (record {
        message : blob;
        derivation_path : vec blob;
        key_id : schnorr_key;
        aux : opt variant { bip341 : record { merkle_root_hash : blob } };
      }) -> (signature);
      vetkd_public_key : (record { key_id : vetkd_key }) -> ();
      vetkd_derive_key : (record { key_id : vetkd_key }) -> ();
      bitcoin_get_balance : (record {}) -> ();
      bitcoin_get_utxos : (record {}) -> ();
      bitcoin_get_block_headers : (record {}) -> ();
      bitcoin_get_current_fee_percentiles : (record {}) -> ();
      bitcoin_send_transaction : (record {}) -> ();
      // The method that a canister has for its transformations.
      transform : (transform_argument) -> (response) query;
    }
    """
}
