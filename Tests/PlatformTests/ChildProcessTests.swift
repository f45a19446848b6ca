import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite("child processes")
struct ChildProcessTests {
  private func shell(_ script: String) -> ChildCommand { ChildCommand("/bin/sh", ["-c", script]) }

  @Test("both outputs and the status come back")
  func outputs() throws {
    let result = try ChildProcess.run(shell("echo out; echo err >&2; exit 3"))
    #expect(result.output == "out\n")
    #expect(result.errorOutput == "err\n")
    #expect(result.ending == .exited(3))
    #expect(!result.isSuccess)
  }

  @Test("output over the limit is cut, and the child still ends")
  func bounded() throws {
    let result = try ChildProcess.run(shell("yes | head -c 3000000"), limit: 1000)
    #expect(result.output.utf8.count == 1000)
    #expect(result.isTruncated && result.isSuccess)
  }

  @Test("a child that hangs is killed with its own children, and that is an error")
  func timeout() throws {
    let error = #expect(throws: PlatformError.self) {
      _ = try ChildProcess.run(shell("sleep 60 & sleep 60"), timeout: 0.2)
    }
    #expect(error?.kind == .unavailable)
  }

  @Test("a grandchild that keeps the pipe is not waited for", .timeLimit(.minutes(1)))
  func grandchild() throws {
    let result = try ChildProcess.run(shell("sleep 300 & echo $!"), timeout: 30)
    let process = try #require(Int32(result.output.dropLast()))
    #expect(kill(process, SIGKILL) == 0)
  }

  @Test(
    "no descriptor but the standard ones is open in a child, and nothing comes from our environment"
  )
  func closed() throws {
    let open = open("/dev/null", O_RDONLY)  // deliberately inheritable
    defer { close(open) }
    // `ls` itself opens the directory it lists, as 3.
    let result = try ChildProcess.run(shell("ls /proc/self/fd; env | sort"))
    #expect(
      result.output.split(separator: "\n").filter { !$0.hasPrefix("PWD=") } == [
        "0", "1", "2", "3", "LC_ALL=C.UTF-8",
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      ])
  }

  @Test("a program that is not there is a sentence")
  func absent() {
    let error = #expect(throws: PlatformError.self) {
      _ = try ChildProcess.run(ChildCommand("/no/such/program"))
    }
    #expect(error?.place == "/no/such/program")
  }

  @Test(
    "root runs a program as another account",
    .enabled(if: geteuid() == 0, "only root may change the account"))
  func otherAccount() throws {
    let nobody = try #require(Account.named("nobody"))
    let result = try ChildProcess.run(
      ChildCommand("/usr/bin/id", ["-u"], account: nobody))
    #expect(result.output == "\(nobody.user)\n")
  }
}
