using System.Text;
using Vitrine.Ledger.Files;

namespace Vitrine.Runtime.Policies;

/// <summary>
/// Which projects' policies the person has accepted: <c>STATE/policies/accepted/HASH</c>, where HASH is SHA-256 of the workspace's path and the content is
/// SHA-256 of the policy, so that a change of the file takes the acceptance away. The directory is outside every mount of the box.
/// </summary>
/// <param name="state">Vitrine's state directory.</param>
public sealed class AcceptedPolicies(string state)
{
    private readonly string _directory = Path.Combine(state, "policies", "accepted");

    /// <summary>Whether this content is what the person accepted for this workspace.</summary>
    public bool IsAccepted(string workspace, string digest)
    {
        string path = PathOf(workspace);
        return File.Exists(path) && new FileInfo(path).Length < 256 && File.ReadAllText(path).Trim() == digest;
    }

    /// <summary>Accepts this content for this workspace, and no other.</summary>
    /// <exception cref="IOException">The state directory can't be written.</exception>
    public void Accept(string workspace, string digest)
    {
        PrivateDirectory.Create(_directory, durably: true);
        string path = PathOf(workspace), fresh = path + ".new";
        File.WriteAllText(fresh, digest + "\n");
        File.Move(fresh, path, overwrite: true);
        PrivateDirectory.Sync(_directory);
    }

    /// <summary>Takes an acceptance back; whether there was one.</summary>
    public bool Withdraw(string workspace)
    {
        string path = PathOf(workspace);
        bool was = File.Exists(path);
        File.Delete(path);
        return was;
    }

    private string PathOf(string workspace) => Path.Combine(_directory, PolicyDigest.Of(Encoding.UTF8.GetBytes(workspace)));
}
