import CHDF5
import Foundation

/// A new HDF5 file that is being written.
///
///     let file = try HDF5File(creating: "spikes.h5")
///     try file.root.write("labels", [0, 1, 1])
///     try file.flush()
///
/// The file is closed when it and everything opened from it are gone. Call `flush` before,
/// which reports what could not be written.
package struct HDF5File {
    let handle: HDF5Handle
    /// As the user named it.
    package let path: String

    /// Makes a new file. An existing one is replaced only when `isReplacing`.
    ///
    /// - Parameter hasChecksums: Protects the structure of the file by checksums. Only programs
    ///   with HDF5 1.10 or newer read it, and a file whose writer was killed needs repair.
    package init(
        creating path: String, replacing isReplacing: Bool = false, hasChecksums: Bool = false
    ) throws {
        self.path = path
        if !isReplacing && FileManager.default.fileExists(atPath: path) {
            throw DataError("already exists", in: path)
        }
        handle = try HDF5.locked {
            let access = H5Pcreate(snn_h5p_file_access())
            defer { H5Pclose(access) }
            if hasChecksums { H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110) }
            let flags = isReplacing ? snn_h5f_acc_trunc() : snn_h5f_acc_excl()
            errno = 0
            let id = H5Fcreate(path, flags, hid_t(H5P_DEFAULT), access)
            guard id >= 0 else {
                let reason = errno == 0 ? HDF5.lastFailure() : String(cString: strerror(errno))
                throw DataError("cannot be written: \(reason.lowercased())", in: path)
            }
            Self.keepFromOtherPrograms(id)
            return HDF5Handle(id, closedBy: H5Fclose)
        }
    }

    /// A program that is started while the file is open would hold its lock beyond its closing.
    private static func keepFromOtherPrograms(_ file: hid_t) {
        var place: UnsafeMutableRawPointer?
        guard H5Fget_vfd_handle(file, hid_t(H5P_DEFAULT), &place) >= 0, let place else { return }
        _ = fcntl(place.load(as: CInt.self), F_SETFD, FD_CLOEXEC)
    }

    /// The group that holds everything.
    package var root: HDF5Group { HDF5Group(handle: handle, file: path, path: "/") }

    /// Puts everything written so far on the disk.
    package func flush() throws {
        try HDF5.locked {
            try HDF5.checked(
                H5Fflush(handle.id, H5F_SCOPE_GLOBAL), "cannot be written to the end", in: path)
        }
    }
}
