import Foundation
import Testing

@testable import SNNEngine

struct MachineTests {
    @Test(arguments: [
        (nil, 8), (0.2, 1), (1.0, 1), (1.2, 1), (1.5, 2), (2.0, 2), (7.6, 8), (64, 8),
    ] as [(Double?, Int)])
    func countsWorkersWithinQuota(quota: Double?, expected: Int) {
        #expect(Machine.workers(processors: 8, quota: quota) == expected)
    }

    @Test func usesNoMoreWorkersThanHelp() {
        func count(_ asked: Int, _ available: Int, _ work: Double) -> Int {
            Workers.usefulCount(asked: asked, available: available, work: work)
        }
        // A hundred neurons for 1.5 ms: a microsecond or two.
        #expect(count(2, 2, 1500) == 1)
        #expect(count(2, 2, 1e5) == 2)
        #expect(count(8, 2, 1e9) == 2)
        #expect(count(1, 64, 1e9) == 1)
        #expect(count(128, 128, 1e8) == 128)
        var last = 1
        for work in stride(from: 1000.0, to: 1e6, by: 1000) {
            let useful = count(64, 64, work)
            #expect(useful >= last, "more work asks for no fewer workers")
            last = useful
        }
        #expect(last > 16)
    }

    @Test func readsVersion2InNestedGroups() throws {
        let root = try tree([
            "proc/self/cgroup": "0::/batch/job_7/step_0\n",
            "proc/self/mountinfo": "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
            "sys/fs/cgroup/batch/cpu.max": "400000 100000\n",
            "sys/fs/cgroup/batch/job_7/cpu.max": "150000 100000\n",
            "sys/fs/cgroup/batch/job_7/step_0/cpu.max": "max 100000\n",
            "sys/fs/cgroup/batch/memory.max": "max\n",
            "sys/fs/cgroup/batch/memory.current": "900\n",
            "sys/fs/cgroup/batch/job_7/memory.max": "1000\n",
            "sys/fs/cgroup/batch/job_7/memory.current": "700\n",
            "sys/fs/cgroup/batch/job_7/memory.stat": "anon 500\ninactive_file 100\n",
        ])
        let groups = ControlGroups(under: root)
        #expect(groups.processorQuota == 1.5)
        #expect(groups.memoryLeft == 400)
    }

    @Test func readsVersion1BesideVersion2() throws {
        let root = try tree([
            "proc/self/cgroup": "4:cpu,cpuacct:/a\n3:memory:/a/b\n1:name=systemd:/\n0::/\n",
            "proc/self/mountinfo": """
                30 23 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                31 23 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct
                32 23 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory

                """,
            "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
            "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
            "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "50000\n",
            "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "5000\n",
            "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "4096\n",
            "sys/fs/cgroup/memory/a/memory.usage_in_bytes": "5000\n",
            "sys/fs/cgroup/memory/a/memory.stat": "total_inactive_file 1000\n",
        ])
        let groups = ControlGroups(under: root)
        #expect(groups.processorQuota == 0.5)
        #expect(groups.memoryLeft == 96)
    }

    /// A container sees its own group as the root of the mount.
    @Test func readsContainers() throws {
        let root = try tree([
            "proc/self/cgroup": "0::/docker/4f2a/app\n",
            "proc/self/mountinfo": "30 23 0:26 /docker/4f2a /sys/fs/cgroup rw - cgroup2 none rw\n",
            "sys/fs/cgroup/cpu.max": "300000 100000\n",
            "sys/fs/cgroup/app/cpu.max": "max 100000\n",
        ])
        #expect(ControlGroups(under: root).processorQuota == 3)
    }

    @Test func survivesWhatItDoesNotUnderstand() throws {
        let root = try tree([
            "proc/self/cgroup": "::\n4\n0::/x\n\n",
            "proc/self/mountinfo": "- -\n30 23 0:26 / /g rw - cgroup2 cgroup2 rw\n- cgroup\n",
            "g/x/cpu.max": "much 100000\n", "g/cpu.max": "5 0\n", "g/x/memory.max": "lots\n",
        ])
        #expect(ControlGroups(under: root).processorQuota == nil)
        #expect(ControlGroups(under: root).memoryLeft == nil)
        #expect(ControlGroups(under: root + "/nowhere").processorQuota == nil)
    }

    @Test func readsCaches() throws {
        let root = try tree([
            "index0/level": "1\n", "index0/type": "Data\n", "index0/size": "32K\n",
            "index0/shared_cpu_list": "0,64\n",
            "index1/level": "1\n", "index1/type": "Instruction\n", "index1/size": "32K\n",
            "index2/level": "2\n", "index2/type": "Unified\n", "index2/size": "1M\n",
            "index2/shared_cpu_list": "0,64\n",
            "index3/level": "3\n", "index3/type": "Unified\n", "index3/size": "32768K\n",
            "index3/shared_cpu_list": "0-7,64-71\n",
        ])
        #expect(
            Machine.caches(in: root) == [
                Machine.Cache(level: 1, byteCount: 32 << 10, sharers: 2),
                Machine.Cache(level: 2, byteCount: 1 << 20, sharers: 2),
                Machine.Cache(level: 3, byteCount: 32 << 20, sharers: 16),
            ])
        #expect(Machine.caches(in: root + "/nowhere").isEmpty)
    }

    @Test func cutsPartitionsToTheCache() {
        #expect(Machine.neuronsPerPartition(bytesPerNeuron: 1024, cacheBytes: 512 << 10) == 256)
        #expect(Machine.neuronsPerPartition(bytesPerNeuron: 1 << 30, cacheBytes: 512 << 10) == 64)
        #expect(Machine.neuronsPerPartition(bytesPerNeuron: 1, cacheBytes: 1 << 30) == 65_536)
    }

    /// Writes files below a new folder and returns its path.
    private func tree(_ files: [String: String]) throws -> String {
        let root = FileManager.default.temporaryDirectory
            .appendingPathComponent("machine-\(UUID().uuidString)")
        for (path, text) in files {
            let file = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: false, encoding: .utf8)
        }
        return root.path
    }
}
