using System.Text;
using Vitrine.Core.Model;
using Vitrine.Ledger.Files;
using Vitrine.Runtime.Recording;
using Vitrine.Sandbox.Plan;

namespace Vitrine.Runtime.Workspaces;

/// <summary>
/// What the exit gate needs to work without the process that began the session: <c>guard/ID</c>, on disk before the agent's first instruction and gone when the
/// gate has done its work. One that is left means a supervisor that was killed.
/// </summary>
public sealed class GuardStore(string stateRoot)
{
    private string Guards => Path.Combine(stateRoot, "guard");

    /// <summary>Whether any session, running or lost, has its gate still to be worked.</summary>
    public bool HasAny => Directory.Exists(Guards) && Directory.EnumerateFileSystemEntries(Guards).Any();

    /// <summary>Where a session's held-back files go.</summary>
    public string HeldOf(SessionId id) => Path.Combine(stateRoot, "held", id.ToString());

    /// <summary>Writes the start down, durably.</summary>
    /// <exception cref="IOException">It can't be written: then the agent must not run.</exception>
    public void Begin(SessionId id, WorkspaceGuard guard, DateTimeOffset begun)
    {
        ArgumentNullException.ThrowIfNull(guard);
        PrivateDirectory.Create(Guards, durably: false);
        using (var file = new FileStream(PathOf(id), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(Encoding.ASCII.GetBytes(guard.Save(begun)));
            file.Flush(flushToDisk: true);
        }

        PrivateDirectory.Sync(Guards);
    }

    /// <summary>The gate has done its work.</summary>
    public void End(SessionId id) => File.Delete(PathOf(id));

    /// <summary>Works the gate of a session that lost its supervisor. The state stays until <see cref="End"/>: doing this twice does no harm.</summary>
    /// <exception cref="IOException">A file can't be taken out, or the state not be read.</exception>
    public IReadOnlyList<FileHeldBack> HoldBack(SessionId id)
    {
        if (!File.Exists(PathOf(id)))
            return [];
        try
        {
            if (WorkspaceGuard.Reopen(File.ReadAllText(PathOf(id))) is not { } found)
                return [];
            using (found.Guard)
                return [.. found.Guard.Close(HeldOf(id), id.ToString(), found.Begun)];
        }
        catch (InvalidDataException damaged)
        {
            throw new IOException($"{PathOf(id)}: {damaged.Message} Look at the workspace yourself, then remove this file.", damaged);
        }
    }

    private string PathOf(SessionId id) => Path.Combine(Guards, id.ToString());
}
