using System.Diagnostics;

namespace Vitrine.Tests.Egress;

/// <summary>Runs a program of the machine, as what may run in a box.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end; gives its status and what it wrote to both streams.</summary>
    public static async Task<(int Status, string Output)> RunAsync(string program, IReadOnlyList<string> arguments,
        params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(Xunit.TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Whether a program of this name is on the path.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));
}
