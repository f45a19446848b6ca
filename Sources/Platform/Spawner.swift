internal import CLinux
internal import Glibc

/// One posix_spawn(3): redirections, then every other descriptor closed, default signals.
///
/// posix_spawn and not fork: after fork in a program with threads only async-signal-safe calls are
/// allowed, and Swift promises none.
final class Spawner {
  private var actions = posix_spawn_file_actions_t()
  private var attributes = posix_spawnattr_t()

  init(detached: Bool) {
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let group = detached ? NIGHTCLOSE_POSIX_SPAWN_SETSID : Int(POSIX_SPAWN_SETPGROUP)
    let flags = Int(POSIX_SPAWN_SETSIGMASK) | Int(POSIX_SPAWN_SETSIGDEF) | group
    posix_spawnattr_setflags(&attributes, Int16(flags))
    posix_spawnattr_setpgroup(&attributes, 0)
  }

  deinit {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }

  func redirect(_ stream: ChildProcess.Stream, to target: Int32) throws(PlatformError) {
    let result =
      switch stream {
      case .null:
        posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
      case .inherited:
        posix_spawn_file_actions_adddup2(&actions, target, target)
      case .descriptor(let source):
        posix_spawn_file_actions_adddup2(&actions, source, target)
      }
    guard result == 0 else {
      throw .system("descriptor \(target)", "cannot redirect it for a child", code: result)
    }
  }

  func spawn(_ command: ChildCommand) throws(PlatformError) -> Int32 {
    let words = try command.words()
    var result = posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    if result == 0 {
      result = posix_spawn_file_actions_addchdir_np(&actions, command.directory)
    }
    let arguments = CStrings(words)
    let environment = CStrings(command.environment.map { "\($0.key)=\($0.value)" }.sorted())
    var process: Int32 = 0
    if result == 0 {
      result = posix_spawn(
        &process, words[0], &actions, &attributes, arguments.pointers, environment.pointers)
    }
    guard result == 0 else { throw .system(command.executable, "cannot run it", code: result) }
    return process
  }
}
