#if canImport(Glibc)
  import Glibc
#endif

/// The text of `/proc/self/status`.
func readProcessStatus() -> String? {
  guard let file = fopen("/proc/self/status", "r") else { return nil }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 16_384)
  let count = fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes.prefix(count), as: UTF8.self)
}
