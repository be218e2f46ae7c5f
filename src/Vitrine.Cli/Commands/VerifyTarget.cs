using Vitrine.Cli.Report;
using Vitrine.Cli.Running;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Runtime.Recording;
using Vitrine.Runtime.Verification;

namespace Vitrine.Cli.Commands;

/// <summary>
/// What a person wants verified: nothing named is this machine; an id always a session, what exists as a directory a ledger, and as a file a proof bundle; all
/// else is looked up among the sessions.
/// </summary>
internal sealed class VerifyTarget(string? text, Func<StateVerifier> state, Func<SessionStore> store)
{
    private readonly bool _isDirectory = text is not null && !SessionId.TryParse(text, out _) && Directory.Exists(text);

    private readonly bool _isFile = text is not null && !SessionId.TryParse(text, out _) && File.Exists(text);

    /// <summary>Whether it is of this machine's record.</summary>
    public bool IsOwn => !_isDirectory && !_isFile;

    /// <summary>Whether the ledger is not there any more, though its key or what was entered into it is.</summary>
    public bool IsGone => IsOwn && !Directory.Exists(state().Ledger.Directory) && (File.Exists(state().Ledger.VerifierKey) || store().List().Count > 0);

    /// <summary>The public key of this machine's ledger.</summary>
    /// <exception cref="UsageException">It is another ledger that is to be verified, or there is no key.</exception>
    public VerifierKey OwnKey()
    {
        LedgerPaths paths = state().Ledger;
        if (_isDirectory && Path.GetFullPath(text!).TrimEnd('/') != Path.GetFullPath(paths.Directory).TrimEnd('/'))
            throw new UsageException("Whose ledger this is can't be known without its public key.",
                "--key VKEY or FILE; on the machine that writes the ledger it is keys/ledger.vkey in Vitrine's state directory.");
        if (_isDirectory || Directory.Exists(paths.Directory))
            return LedgerKeys.LoadVerifier(paths)
                ?? throw new UsageException($"The public key of this machine's ledger is gone: {Visible.Text(paths.VerifierKey)}.", "--key VKEY or FILE");
        if (_isFile)
            throw new UsageException("Of which ledger this bundle is can't be known without its public key.", "--key VKEY or FILE");
        throw new UsageException("There is no ledger on this machine yet.", "vitrine run -- COMMAND makes one.");
    }

    /// <summary>Verifies it.</summary>
    /// <returns>The exit status.</returns>
    public int Verify(VerifyRun run, OutputStream messages)
    {
        if (text is null)
            return run.Machine(state());
        if (_isDirectory)
            return run.Directory(text);
        if (SessionId.TryParse(text, out SessionId id))
            return run.Session(state(), id);
        if (_isFile)
            return run.Bundle(text);
        return SessionChoice.Open(store(), text, messages) is { } session ? run.Session(state(), session.Id) : VerifyExit.NotChecked;
    }
}
