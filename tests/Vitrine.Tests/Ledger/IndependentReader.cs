using System.Diagnostics;
using System.Text.Json;
using Vitrine.Tests.Egress;
using Vitrine.Tests.Layout;
using Xunit;

namespace Vitrine.Tests.Ledger;

/// <summary>What tools/verify-ledger.mjs said: its exit status, and the object that it printed.</summary>
internal sealed record IndependentReading(int Status, JsonElement Result)
{
    /// <summary>The first bad index, when it names one.</summary>
    public long? Index => Result.TryGetProperty("index", out JsonElement index) && index.ValueKind == JsonValueKind.Number ? index.GetInt64() : null;

    /// <summary>What is wrong.</summary>
    public string Error => Result.TryGetProperty("error", out JsonElement error) ? error.GetString()! : "";

    /// <summary>A number of its result.</summary>
    public long Number(string name) => Result.GetProperty(name).GetInt64();
}

/// <summary>The second verifier, in another language, which knows the specifications and none of our code.</summary>
internal static class IndependentReader
{
    public static void SkipUnlessHere() => Assert.SkipUnless(Tool.Exists("node"), "Node.js is not here, so nothing but our own verifier has read the ledger.");

    /// <summary>Runs it; adds <c>--json</c>.</summary>
    public static async Task<IndependentReading> ReadAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tools/verify-ledger.mjs"), .. arguments, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        CancellationToken stop = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(stop), errors = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        Assert.Equal("", await errors);
        return new IndependentReading(process.ExitCode, JsonElement.Parse(await output));
    }
}
