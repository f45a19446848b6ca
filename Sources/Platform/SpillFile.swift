internal import Glibc
internal import Synchronization

/// A file without a name that takes what does not fit in memory while a program runs, a page at a time.
///
/// Pages are mapped from the file, so they are read and written like memory, and the system may put
/// aside those that were left: they count against the disk, not against the memory that other programs
/// need. The first `memoryByteCount` bytes are plain memory and touch no disk at all. A file that cannot
/// be made or grow is no reason to stop: memory does as well, as long as there is enough.
///
/// Space is claimed before a page is given out, since a full disk would otherwise only show when the
/// page is written to, and end the program. The name is gone before the first byte is written: nothing is
/// left behind, whatever becomes of the program.
public final class SpillFile: Sendable {
  /// What may be in memory before the file is used, unless told otherwise.
  public static let defaultMemoryByteCount = 64 << 20

  private let folder: String
  private let memoryByteCount: Int
  private let state = Mutex(State())

  private struct State {
    /// −1 before the first page, −2 when there can be none.
    var descriptor: Int32 = -1
    /// The end of the file.
    var end: off_t = 0
    /// Bytes of plain memory given out.
    var inMemory = 0
    /// Bytes of the file given out.
    var inFile = 0
    /// Parts of the file that were given back, by size.
    var free: [Int: [off_t]] = [:]
    /// Where the pages in hand lie in the file, by address.
    var places: [UInt: off_t] = [:]
  }

  /// A file in a folder; it is made when it is first needed.
  ///
  /// - Parameters:
  ///   - folder: where there is room, on a disk.
  ///   - memoryByteCount: bytes that are plain memory before the file is used.
  public init(in folder: String, memoryByteCount: Int = SpillFile.defaultMemoryByteCount) {
    self.folder = folder
    self.memoryByteCount = memoryByteCount
  }

  deinit {
    let descriptor = state.withLock { $0.descriptor }
    if descriptor >= 0 { close(descriptor) }
  }

  /// Bytes of the file that are in use now.
  public var byteCountInFile: Int { state.withLock { $0.inFile } }

  /// Memory for a page, aligned to 64 bytes, with any contents.
  ///
  /// - Parameter byteCount: its size.
  /// - Returns: its first byte.
  public func makePage(byteCount: Int) -> UnsafeMutableRawPointer {
    state.withLock { state in
      let size = Self.mappedSize(byteCount)
      if state.inMemory + byteCount > memoryByteCount, let page = map(size, &state) { return page }
      state.inMemory += byteCount
      return .allocate(byteCount: byteCount, alignment: 64)
    }
  }

  /// Says that a page was left: it may go to the disk and leave memory until it is read again.
  ///
  /// - Parameters:
  ///   - page: what `makePage` gave.
  ///   - byteCount: its size.
  public func leave(_ page: UnsafeMutableRawPointer, byteCount: Int) {
    let isMapped = state.withLock { $0.places[UInt(bitPattern: page)] != nil }
    // Of a shared mapping this drops the mapping, not the contents.
    if isMapped { madvise(page, Self.mappedSize(byteCount), MADV_DONTNEED) }
  }

  /// Gives a page back.
  ///
  /// - Parameters:
  ///   - page: what `makePage` gave.
  ///   - byteCount: its size.
  public func free(_ page: UnsafeMutableRawPointer, byteCount: Int) {
    state.withLock { state in
      let size = Self.mappedSize(byteCount)
      guard let place = state.places.removeValue(forKey: UInt(bitPattern: page)) else {
        state.inMemory -= byteCount
        page.deallocate()
        return
      }
      munmap(page, size)
      state.inFile -= size
      state.free[size, default: []].append(place)
    }
  }

  /// A page of the file; `nil` when there is no file or no room.
  private func map(_ size: Int, _ state: inout State) -> UnsafeMutableRawPointer? {
    if state.descriptor == -1 { state.descriptor = nameless() }
    guard state.descriptor >= 0 else { return nil }
    let known = state.free[size]?.popLast()
    let place = known ?? state.end
    if known == nil {
      guard posix_fallocate(state.descriptor, place, off_t(size)) == 0 else { return nil }
      state.end += off_t(size)
    }
    let page = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, state.descriptor, place)
    guard let page, page != MAP_FAILED else {
      state.free[size, default: []].append(place)
      return nil
    }
    state.places[UInt(bitPattern: page)] = place
    state.inFile += size
    return page
  }

  /// A file without a name, −2 if there can be none.
  private func nameless() -> Int32 {
    // A name is taken for a moment only; one that is there was left by a program that died in it.
    for attempt in 0..<16 {
      let path =
        "\(folder)/.spill-\(getpid())-\(UInt(bitPattern: ObjectIdentifier(self)))-\(attempt)"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 {
        unlink(path)
        return descriptor
      }
      if errno != EEXIST { break }
    }
    return -2
  }

  /// Whole pages of the system.
  private static func mappedSize(_ byteCount: Int) -> Int {
    let page = Int(getpagesize())
    return (byteCount + page - 1) / page * page
  }
}
