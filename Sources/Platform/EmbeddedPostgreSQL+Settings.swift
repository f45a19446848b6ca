extension EmbeddedPostgreSQL {
  /// Written at each start, so that an upgrade of the program brings its settings along. What a
  /// person sets with `ALTER SYSTEM` comes after this file and wins.
  func writeSettings(_ home: ClusterHome) throws(PlatformError) {
    let text = Self.common + (profile == .durable ? Self.durable : Self.scratch)
    try FileSystem.writeAtomically(text, to: home.settings)
    try FileSystem.writeAtomically(Self.access, to: home.access)
  }

  private static let access = """
    # Written by nightclose at each start. Only the owner of the socket's directory and root reach it.
    local all all trust

    """

  /// `wal_level = minimal`: a table filled in the transaction that made it, as every load does, is
  /// flushed at commit instead of being written twice. Backups are dumps, not log archives.
  /// `log_min_error_statement` and the terse form keep row contents out of the log.
  private static let common = """
    # Written by nightclose at each start; change settings with ALTER SYSTEM instead.
    max_connections = 60
    shared_buffers = 256MB
    work_mem = 32MB
    maintenance_work_mem = 256MB
    wal_level = minimal
    max_wal_senders = 0
    max_wal_size = 4GB
    checkpoint_timeout = 15min
    random_page_cost = 1.1
    jit = off
    timezone = 'UTC'
    log_timezone = 'UTC'
    datestyle = 'ISO, YMD'
    lc_messages = 'C'
    default_text_search_config = 'pg_catalog.simple'
    log_line_prefix = '%m [%p] %q%a '
    log_error_verbosity = terse
    log_min_error_statement = panic
    log_checkpoints = off

    """

  private static let durable = """
    fsync = on
    full_page_writes = on
    synchronous_commit = on
    logging_collector = on
    log_directory = 'log'
    log_filename = 'postgresql-%a.log'
    log_rotation_age = 1d
    log_rotation_size = 0
    log_truncate_on_rotation = on

    """

  private static let scratch = """
    fsync = off
    full_page_writes = off
    synchronous_commit = off
    shared_buffers = 64MB
    autovacuum = off

    """
}
