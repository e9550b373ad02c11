import CHDF5

/// A group of a file that is being written, or its root.
package struct HDF5Group {
    let handle: HDF5Handle
    /// The file, for messages.
    let file: String
    /// From the root, beginning with a slash.
    package let path: String

    /// The path of a member, from the root.
    func fullPath(_ name: String) -> String { path == "/" ? "/" + name : path + "/" + name }

    /// Makes a group, with those on the way to it.
    package func createGroup(_ name: String) throws -> HDF5Group {
        try HDF5.locked {
            let links = H5Pcreate(snn_h5p_link_create())
            defer { H5Pclose(links) }
            H5Pset_create_intermediate_group(links, 1)
            let id = H5Gcreate2(
                handle.id, name, links, hid_t(H5P_DEFAULT), hid_t(H5P_DEFAULT))
            try HDF5.checked(id, "cannot be written", in: file, at: fullPath(name))
            return HDF5Group(
                handle: HDF5Handle(id, closedBy: H5Gclose), file: file, path: fullPath(name))
        }
    }
}
