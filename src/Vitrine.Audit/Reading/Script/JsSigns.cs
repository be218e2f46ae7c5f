using System.Collections.Frozen;

namespace Vitrine.Audit.Reading.Script;

/// <summary>Names in JavaScript that mean something for a reading.</summary>
internal static class JsSigns
{
    private static readonly FrozenSet<string> Tests =
        "includes startsWith endsWith indexOf test match some has find every search exec localeCompare findIndex".Split(' ')
            .ToFrozenSet();
    private static readonly FrozenSet<string> Runs = "exec execSync execFile execFileSync spawn spawnSync fork execa execaSync".Split(' ').ToFrozenSet();
    private static readonly FrozenSet<string> Requests = "fetch request got axios post put URL open connect lookup resolve resolve4 resolveTxt".Split(' ')
        .ToFrozenSet();

    private static readonly FrozenDictionary<string, string> Calls = new Dictionary<string, string>
    {
        ["hostname"] = "os.hostname",
        ["userInfo"] = "os.userInfo",
        ["networkInterfaces"] = "os.networkInterfaces",
        ["homedir"] = "os.homedir",
        ["cpus"] = "os.cpus",
        ["totalmem"] = "os.totalmem",
        ["uptime"] = "os.uptime",
        ["release"] = "os.release",
        ["resolvedOptions"] = "Intl.resolvedOptions",
        ["getTimezoneOffset"] = "Date.getTimezoneOffset",
        ["toLocaleString"] = "toLocaleString",
        ["toLocaleDateString"] = "toLocaleDateString",
        ["exec"] = "child_process.exec",
        ["execSync"] = "child_process.exec",
        ["execFile"] = "child_process.execFile",
        ["execFileSync"] = "child_process.execFile",
        ["spawn"] = "child_process.spawn",
        ["spawnSync"] = "child_process.spawn",
        ["fork"] = "child_process.fork",
        ["createServer"] = "net.createServer",
        ["listen"] = "net.listen",
        ["createSocket"] = "dgram.createSocket",
        ["createConnection"] = "net.connect",
        ["lookup"] = "dns.lookup",
        ["resolve4"] = "dns.resolve",
        ["resolveTxt"] = "dns.resolve",
        ["resolve6"] = "dns.resolve",
        ["eval"] = "eval",
        ["Function"] = "new Function",
        ["runInNewContext"] = "vm.run",
        ["runInThisContext"] = "vm.run",
        ["runInContext"] = "vm.run",
        ["compileFunction"] = "vm.run",
        ["import"] = "import()",
        ["writeFileSync"] = "fs.writeFile",
        ["writeFile"] = "fs.writeFile",
        ["appendFile"] = "fs.appendFile",
        ["appendFileSync"] = "fs.appendFile",
        ["symlinkSync"] = "fs.symlink",
        ["chmodSync"] = "fs.chmod",
        ["createWriteStream"] = "fs.createWriteStream",
        ["unref"] = "unref",
        ["gzipSync"] = "zlib.gzip",
        ["createGzip"] = "zlib.gzip",
        ["dlopen"] = "process.dlopen",
        ["setGlobalDispatcher"] = "undici.setGlobalDispatcher",
        ["getPeerCertificate"] = "tls.getPeerCertificate",
        ["setTimeout"] = "setTimeout",
        ["randomUUID"] = "crypto.randomUUID",
        ["createHash"] = "crypto.createHash",
        ["createHmac"] = "crypto.createHmac",
        ["fetch"] = "fetch",
        ["WebSocket"] = "WebSocket",
        ["getuid"] = "process.getuid",
        ["ptrace"] = "ptrace",
        ["statfsSync"] = "fs.statfs",
        ["watch"] = "fs.watch",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> CallNames = Calls.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TestNames = Tests.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RunNames = Runs.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RequestNames = Requests.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A method that compares.</summary>
    public static bool IsTest(ReadOnlySpan<byte> name) => Known(name, TestNames);

    /// <summary>A function that runs a program.</summary>
    public static bool IsRun(ReadOnlySpan<byte> name) => Known(name, RunNames);

    /// <summary>A function that asks a server.</summary>
    public static bool IsRequest(ReadOnlySpan<byte> name) => Known(name, RequestNames);

    /// <summary>The full name of a function that matters; null for others.</summary>
    public static string? Call(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 4 or > 24)
            return null;
        Span<char> characters = stackalloc char[24];
        int length = System.Text.Encoding.Latin1.GetChars(name, characters);
        return CallNames.TryGetValue(characters[..length], out string? full) ? full : null;
    }

    private static bool Known(ReadOnlySpan<byte> name, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> names)
    {
        if (name.Length is < 2 or > 24)
            return false;
        Span<char> characters = stackalloc char[24];
        int length = System.Text.Encoding.Latin1.GetChars(name, characters);
        return names.Contains(characters[..length]);
    }
}
