import type { Labels, Manifest } from './manifests.js';

/** What a pod is made from, as far as it is looked at. */
export interface PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
}

/** As Kubernetes has it, as far as it is looked at. */
export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: SecurityContext;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
}

interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly seccompProfile?: { readonly type: string };
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
  readonly exec?: { readonly command: readonly string[] };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
  readonly securityContext?: SecurityContext;
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

interface Volume {
  readonly name: string;
  readonly secret?: { readonly secretName: string; readonly items?: readonly { readonly key: string }[] };
  readonly emptyDir?: object;
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

/** Volumes that the rules “restricted” allow, of those that Kubernetes has. */
const ALLOWED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** The template of an object that makes pods. */
export function templateOf({ spec }: Manifest): PodTemplate | undefined {
  return (spec as { template?: PodTemplate } | undefined)?.template;
}

/**
 * What a pod does against the rules “restricted”: https://kubernetes.io/docs/concepts/security/pod-security-standards/
 *
 * @returns a sentence each
 */
export function againstRestricted(pod: PodSpec): string[] {
  const faults: string[] = [];
  const rule = (holds: boolean | undefined, fault: string) => void (holds || faults.push(fault));
  rule(!pod.hostNetwork && !pod.hostPID && !pod.hostIPC, 'shares namespaces of its node');
  for (const { name, ...volume } of pod.volumes ?? []) {
    rule(
      Object.keys(volume).every((kind) => ALLOWED_VOLUMES.includes(kind)),
      `volume ${name} is of a kind that is not allowed`,
    );
  }
  for (const { name, securityContext: own = {}, ports = [] } of [...pod.containers, ...(pod.initContainers ?? [])]) {
    const all = { ...pod.securityContext, ...own };
    rule(all.runAsNonRoot === true && all.runAsUser !== 0, `${name} may run as root`);
    rule(['RuntimeDefault', 'Localhost'].includes(all.seccompProfile?.type ?? ''), `${name} has no seccomp profile`);
    rule(own.allowPrivilegeEscalation === false, `${name} may gain rights`);
    rule(!own.privileged, `${name} is privileged`);
    rule(own.capabilities?.drop?.includes('ALL'), `${name} keeps capabilities`);
    rule(
      (own.capabilities?.add ?? []).every((one) => one === 'NET_BIND_SERVICE'),
      `${name} adds capabilities`,
    );
    rule(
      ports.every(({ hostPort }) => hostPort === undefined),
      `${name} takes ports of its node`,
    );
  }
  return faults;
}
