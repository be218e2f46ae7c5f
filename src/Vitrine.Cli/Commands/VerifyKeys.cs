using System.Text;
using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Notes;

namespace Vitrine.Cli.Commands;

/// <summary>Public keys as a person names them: as text, or as a file that holds it.</summary>
internal static class VerifyKeys
{
    private const int MaximumBytes = 4096;

    /// <summary>Reads a verifier key.</summary>
    /// <param name="text">A key (<c>name+id+data</c>) or the path of a file with one.</param>
    /// <param name="option">Which option it stood behind.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static VerifierKey Read(string text, string option)
    {
        if (VerifierKey.TryParse(text, out VerifierKey? key))
            return key;
        string shown = Visible.Cut(text, 60);
        if (!File.Exists(text))
            throw new UsageException($"{option} {shown} is no verifier key, and no file.", "A key is name+id+data, such as a ledger's keys/ledger.vkey holds.");
        try
        {
            using var file = new FileStream(text, FileMode.Open, FileAccess.Read);
            byte[] bytes = new byte[MaximumBytes];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (VerifierKey.TryParse(Encoding.UTF8.GetString(bytes, 0, length).Trim(), out key))
                return key;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{shown} could not be read: {error.Message}", $"{option} takes a verifier key, or a file that holds one.");
        }

        throw new UsageException($"{shown} holds no verifier key.", "A key is one line, name+id+data, such as a ledger's keys/ledger.vkey holds.");
    }
}
