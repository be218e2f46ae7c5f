using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Vitrine.Sandbox.Requirements;

/// <summary>A program to try, with no environment.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Input">What it reads from standard input.</param>
internal sealed record ProbeCommand(string Program, IReadOnlyList<string> Arguments, string Input = "");

/// <summary>What came of it.</summary>
/// <param name="Status">Exit status, or -1 when it could not be started or did not end in time.</param>
/// <param name="Output">What it wrote on standard output.</param>
/// <param name="Error">The last line that it wrote on standard error, or why there is no exit status.</param>
internal readonly record struct ProbeResult(int Status, string Output, string Error)
{
    /// <summary>Whether it ended with status 0. A program that was not run did not.</summary>
    public bool IsOk => Status == 0 && Output is not null;
}

/// <summary>Runs a program to see whether it works here.</summary>
internal static class Probe
{
    private const int MaximumText = 4096;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Runs it for at most five seconds; then it is killed, by its id.</summary>
    public static async Task<ProbeResult> RunAsync(ProbeCommand command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/"
        };
        start.Environment.Clear();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            return new ProbeResult(-1, "", failure.Message);
        }

        using (process)
        {
            try
            {
                Task<string> output = ReadAsync(process.StandardOutput, limit.Token), error = ReadAsync(process.StandardError, limit.Token);
                await WriteAsync(process.StandardInput, command.Input, limit.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                string said = Plain((await error.ConfigureAwait(false)).Trim().Split('\n')[^1]);
                return new ProbeResult(process.ExitCode, (await output.ConfigureAwait(false)).Trim(), said);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new ProbeResult(-1, "", $"it did not end within {Limit.TotalSeconds:0} seconds");
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill();
            }
        }
    }

    private static async Task WriteAsync(StreamWriter input, string text, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
            input.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit status says the rest.
            input.BaseStream.Dispose();
        }
    }

    // Reads to the end, so that the program is never held up, and keeps the beginning.
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = new StringBuilder();
        char[] buffer = new char[1024];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            kept.Append(buffer, 0, Math.Min(count, MaximumText - kept.Length));
        return kept.ToString();
    }

    // It is shown on a terminal.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
