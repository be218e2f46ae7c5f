using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Running;
using Vitrine.Audit.Targets;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Audit.Auditing;

/// <summary>
/// Makes a target ready: brings it, reads it, runs its life-cycle scripts behind glass in a copy, as an installation would have, and sees by a session what it
/// speaks.
/// </summary>
internal sealed class TargetOpening(SessionPlaces places, BoxTools tools, TimeProvider time, string prompt)
{
    /// <summary>Makes it ready.</summary>
    /// <param name="wanted">What a person named.</param>
    /// <param name="work">A directory for it.</param>
    /// <param name="tell">Told what is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AuditException">It cannot be audited.</exception>
    public async Task<AuditTarget> OpenAsync(TargetRequest wanted, string work, Action<AuditAdvance> tell, CancellationToken cancellationToken)
    {
        try
        {
            string scratch = Path.Combine(work, "target");
            Directory.CreateDirectory(scratch);
            tell(new AuditAdvance("fetching", 0, 0));
            TargetFiles files = await new TargetResolver(Environment.GetEnvironmentVariable("PATH") ?? "").FetchAsync(wanted, Environment.CurrentDirectory,
                scratch, cancellationToken).ConfigureAwait(false);
            tell(new AuditAdvance("reading", 0, 0));
            StaticReading reading = await Task.Run(() => PackageReader.Read(files.Directory, null, time, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            TargetStart start = TargetResolver.ToStart(wanted, files, reading);
            tell(new AuditAdvance("probing", 0, 0));
            if (start.Scripts.Count > 0)
                start = await InstallAsync(wanted, files, start, reading, scratch, work, cancellationToken).ConfigureAwait(false);
            start = await ProtocolProbe.RunAsync(start, wanted.Protocol is not null, reading.Harvest, async probed =>
            {
                using AuditBox box = Box(probed, work);
                return await box.RunAsync(new RunOrder("probe", 0, new MachineChanges { Script = AuditScripts.Hello }),
                    cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
            return AuditTarget.Of(wanted, files, start, reading, cancellationToken);
        }
        catch (TargetException wrong)
        {
            throw new AuditException(wrong.Message, wrong.Hint);
        }
        catch (AuditBoxException failure)
        {
            throw new AuditException(failure.Message, "vitrine doctor");
        }
    }

    private async Task<TargetStart> InstallAsync(TargetRequest wanted, TargetFiles files, TargetStart start, StaticReading reading, string scratch, string work,
        CancellationToken cancellationToken)
    {
        string copy = Path.Combine(scratch, "installed");
        PackageCopy.Remove(copy);
        PackageCopy.Copy(files.Directory, copy, new UnpackLimits(), cancellationToken);
        using AuditBox box = Box(start, work);
        IReadOnlyList<string> remarks = await box.InstallAsync(copy, cancellationToken).ConfigureAwait(false);
        // The program may be another now: some packages put it into its place only here.
        TargetStart installed = TargetResolver.ToStart(wanted, files with { Directory = copy }, reading);
        return installed with { Uninstalled = files.Directory, Scripts = start.Scripts, Remarks = [.. installed.Remarks, .. remarks] };
    }

    private AuditBox Box(TargetStart start, string work) =>
        new(start, new AuditBoxOptions { State = places.State, Scratch = Path.Combine(work, "boxes"), Tools = tools, Prompt = prompt, AtOnce = 1 }, time);
}
